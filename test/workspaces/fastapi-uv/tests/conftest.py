"""Fixtures: the ledger on SQLite in memory."""

from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import StaticPool
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from ledger.database import get_session
from ledger.main import app
from ledger.models import Base
from ledger.settings import get_settings

KEY = "for-tests-only"


@pytest.fixture(autouse=True)
def settings(monkeypatch):
    monkeypatch.setenv("LEDGER_API_KEY", KEY)
    monkeypatch.setenv("LEDGER_BASE_CURRENCY", "EUR")
    monkeypatch.setenv("LEDGER_DATABASE_URL", "sqlite+aiosqlite://")
    get_settings.cache_clear()
    yield get_settings()
    get_settings.cache_clear()


@pytest.fixture
async def session() -> AsyncIterator[AsyncSession]:
    engine = create_async_engine("sqlite+aiosqlite://", poolclass=StaticPool)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with AsyncSession(engine, expire_on_commit=False) as session:
        yield session
    await engine.dispose()


@pytest.fixture
async def client(session) -> AsyncIterator[httpx.AsyncClient]:
    app.dependency_overrides[get_session] = lambda: session
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://ledger", headers={"X-API-Key": KEY}
    ) as client:
        yield client
    app.dependency_overrides.clear()


@pytest.fixture
async def accounts(client) -> None:
    for code, name in [("cash", "Cash"), ("rent", "Rent"), ("sales", "Sales")]:
        await client.post("/v1/accounts", json={"code": code, "name": name})
    await client.post("/v1/accounts", json={"code": "usd", "name": "Dollars", "currency": "USD"})
