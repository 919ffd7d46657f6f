"""Tables."""

from datetime import datetime

from sqlalchemy import DateTime, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """Base of all tables."""


class Event(Base):
    """A parcel was seen somewhere."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    parcel: Mapped[str] = mapped_column(String(20), index=True)
    place: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
