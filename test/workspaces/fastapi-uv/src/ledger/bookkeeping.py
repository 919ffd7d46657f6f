"""The rules of the ledger, apart from HTTP."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ledger.models import Account, Entry, Rate, Transaction


class BookingError(Exception):
    """A transaction that cannot be booked; the message says why."""


async def book(
    session: AsyncSession, day: date, text: str, amounts: Sequence[tuple[str, Decimal]]
) -> Transaction:
    """Book amounts on accounts, given as (code, amount), or raise ``BookingError``."""
    if len(amounts) < 2:
        raise BookingError("A transaction needs at least two entries.")
    if sum(amount for _, amount in amounts) != 0:
        raise BookingError("The entries do not add up to zero.")
    wanted = {code for code, _ in amounts}
    found = await session.scalars(select(Account).where(Account.code.in_(wanted)))
    accounts = {account.code: account for account in found}
    if missing := sorted(wanted - set(accounts)):
        raise BookingError(f"Unknown account: {', '.join(missing)}.")
    if len({account.currency for account in accounts.values()}) > 1:
        raise BookingError("All accounts of a transaction must have the same currency.")
    entries = [Entry(account=accounts[code], amount=amount) for code, amount in amounts]
    transaction = Transaction(day=day, text=text, entries=entries)
    session.add(transaction)
    await session.commit()
    return transaction


async def balance(session: AsyncSession, account: Account) -> Decimal:
    """The sum of all entries of an account."""
    total = await session.scalar(
        select(func.sum(Entry.amount)).where(Entry.account_id == account.id)
    )
    return Decimal(total or 0).quantize(Decimal("0.01"))


async def latest_rate(session: AsyncSession, currency: str) -> Decimal | None:
    """The newest known rate of a currency, or None."""
    return await session.scalar(
        select(Rate.rate).where(Rate.currency == currency).order_by(Rate.day.desc()).limit(1)
    )
