"""What clients send and get."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, Field

Code = Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[a-z0-9:-]+$")]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class NewAccount(BaseModel):
    """An account to open."""

    code: Code
    name: Annotated[str, Field(min_length=1, max_length=120)]
    currency: Currency = "EUR"


class AccountOut(NewAccount):
    """An account with its balance."""

    balance: Decimal
    converted: Decimal | None = None


class EntryIn(BaseModel):
    """One line of a transaction."""

    account: Code
    amount: Annotated[Decimal, Field(max_digits=14, decimal_places=2)]


class NewTransaction(BaseModel):
    """A transaction to book."""

    day: date
    text: Annotated[str, Field(min_length=1, max_length=200)]
    entries: list[EntryIn]


class TransactionOut(NewTransaction):
    """A booked transaction."""

    id: int
