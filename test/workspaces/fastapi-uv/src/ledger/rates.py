"""Fetches the day's exchange rates: ``ledger-rates``."""

import asyncio
import sys
from datetime import date
from decimal import Decimal

import httpx
from sqlalchemy.ext.asyncio import AsyncSession

from ledger.database import get_engine
from ledger.models import Rate
from ledger.settings import get_settings


async def fetch(client: httpx.AsyncClient, base: str) -> tuple[date, dict[str, Decimal]]:
    """Ask the service for the newest rates of a base currency."""
    answer = await client.get("/latest", params={"base": base})
    answer.raise_for_status()
    body = answer.json()
    rates = {currency: Decimal(str(rate)) for currency, rate in body["rates"].items()}
    return date.fromisoformat(body["date"]), rates


async def store(session: AsyncSession, day: date, rates: dict[str, Decimal]) -> int:
    """Keep the rates of a day; storing them twice does no harm."""
    for currency, rate in rates.items():
        await session.merge(Rate(currency=currency, day=day, rate=rate))
    await session.commit()
    return len(rates)


async def update() -> int:
    """Fetch and store."""
    settings = get_settings()
    async with httpx.AsyncClient(
        base_url=settings.rates_url, timeout=settings.rates_timeout
    ) as client:
        day, rates = await fetch(client, settings.base_currency)
    async with AsyncSession(get_engine()) as session:
        return await store(session, day, rates)


def main() -> int:
    """Entry point of ``ledger-rates``."""
    try:
        count = asyncio.run(update())
    except httpx.HTTPError as error:
        print(f"The rates could not be fetched: {error}", file=sys.stderr)
        return 1
    print(f"Stored {count} rates.")
    return 0
