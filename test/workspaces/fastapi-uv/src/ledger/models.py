"""Tables of the ledger."""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """Base of all tables."""


class Account(Base):
    """A place where money is."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    currency: Mapped[str] = mapped_column(String(3))


class Transaction(Base):
    """A movement of money; its entries add up to zero."""

    __tablename__ = "transactions"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    text: Mapped[str] = mapped_column(String(200))
    entries: Mapped[list["Entry"]] = relationship(lazy="selectin")


class Entry(Base):
    """What a transaction does to one account."""

    __tablename__ = "entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    transaction_id: Mapped[int] = mapped_column(ForeignKey("transactions.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    amount: Mapped[Decimal] = mapped_column(Numeric(14, 2))
    account: Mapped[Account] = relationship(lazy="selectin")


class Rate(Base):
    """How much of a currency one unit of the base currency buys on a day."""

    __tablename__ = "rates"

    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    rate: Mapped[Decimal] = mapped_column(Numeric(14, 6))
