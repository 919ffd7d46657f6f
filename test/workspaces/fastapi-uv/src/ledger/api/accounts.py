"""Routes for accounts."""

from fastapi import APIRouter, HTTPException
from sqlalchemy import select

from ledger.api.schemas import AccountOut, NewAccount
from ledger.bookkeeping import balance, latest_rate
from ledger.database import Session
from ledger.models import Account
from ledger.settings import get_settings

router = APIRouter(prefix="/accounts", tags=["accounts"])


async def _describe(session: Session, account: Account) -> AccountOut:
    amount = await balance(session, account)
    converted = None
    if account.currency != get_settings().base_currency:
        rate = await latest_rate(session, account.currency)
        converted = round(amount / rate, 2) if rate else None
    return AccountOut(
        code=account.code,
        name=account.name,
        currency=account.currency,
        balance=amount,
        converted=converted,
    )


@router.get("")
async def list_accounts(session: Session) -> list[AccountOut]:
    """All accounts, by code."""
    accounts = await session.scalars(select(Account).order_by(Account.code))
    return [await _describe(session, account) for account in accounts.all()]


@router.post("", status_code=201)
async def open_account(wanted: NewAccount, session: Session) -> AccountOut:
    """Open an account."""
    if await session.scalar(select(Account).where(Account.code == wanted.code)):
        raise HTTPException(409, f"There is an account {wanted.code} already.")
    account = Account(**wanted.model_dump())
    session.add(account)
    await session.commit()
    return await _describe(session, account)


@router.get("/{code}")
async def show_account(code: str, session: Session) -> AccountOut:
    """One account, or 404."""
    account = await session.scalar(select(Account).where(Account.code == code))
    if account is None:
        raise HTTPException(404, f"There is no account {code}.")
    return await _describe(session, account)
