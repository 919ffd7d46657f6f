"""The engine and the session of a request."""

from collections.abc import AsyncIterator
from functools import lru_cache
from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from ledger.settings import get_settings


@lru_cache
def get_engine() -> AsyncEngine:
    """The engine of this process; it connects when it is first used."""
    settings = get_settings()
    return create_async_engine(settings.database_url, echo=settings.echo_sql, pool_pre_ping=True)


async def get_session() -> AsyncIterator[AsyncSession]:
    """One session for one request."""
    async with AsyncSession(get_engine(), expire_on_commit=False) as session:
        yield session


Session = Annotated[AsyncSession, Depends(get_session)]
