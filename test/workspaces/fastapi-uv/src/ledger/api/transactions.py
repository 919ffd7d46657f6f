"""Routes for transactions."""

from fastapi import APIRouter, HTTPException
from sqlalchemy import select

from ledger.api.schemas import EntryIn, NewTransaction, TransactionOut
from ledger.bookkeeping import BookingError, book
from ledger.database import Session
from ledger.models import Transaction

router = APIRouter(prefix="/transactions", tags=["transactions"])


def _describe(transaction: Transaction) -> TransactionOut:
    return TransactionOut(
        id=transaction.id,
        day=transaction.day,
        text=transaction.text,
        entries=[
            EntryIn(account=entry.account.code, amount=entry.amount)
            for entry in transaction.entries
        ],
    )


@router.get("")
async def list_transactions(session: Session) -> list[TransactionOut]:
    """All transactions, newest first."""
    query = select(Transaction).order_by(Transaction.day.desc(), Transaction.id.desc())
    return [_describe(transaction) for transaction in await session.scalars(query)]


@router.post("", status_code=201)
async def book_transaction(wanted: NewTransaction, session: Session) -> TransactionOut:
    """Book a transaction; refused with 422 if it does not balance."""
    amounts = [(entry.account, entry.amount) for entry in wanted.entries]
    try:
        return _describe(await book(session, wanted.day, wanted.text, amounts))
    except BookingError as error:
        raise HTTPException(422, str(error)) from error
