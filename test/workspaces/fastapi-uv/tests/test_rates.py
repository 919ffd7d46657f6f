"""Exchange rates."""

from datetime import date
from decimal import Decimal

import httpx
import pytest

from ledger import rates
from ledger.bookkeeping import latest_rate


def service(status=200):
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.path == "/v1/latest"
        base = request.url.params["base"]
        body = {"base": base, "date": "2025-07-02", "rates": {"USD": 1.1, "CHF": 0.94}}
        return httpx.Response(status, json=body)

    return httpx.AsyncClient(
        base_url="https://rates.invalid/v1", transport=httpx.MockTransport(answer)
    )


async def test_rates_are_read():
    async with service() as client:
        day, found = await rates.fetch(client, "EUR")
    assert day == date(2025, 7, 2)
    assert found == {"USD": Decimal("1.1"), "CHF": Decimal("0.94")}


async def test_an_error_of_the_service_is_raised():
    async with service(503) as client:
        with pytest.raises(httpx.HTTPStatusError):
            await rates.fetch(client, "EUR")


async def test_rates_can_be_stored_twice(session):
    day = date(2025, 7, 2)
    await rates.store(session, day, {"USD": Decimal("1.1")})
    await rates.store(session, day, {"USD": Decimal("1.2")})
    assert await latest_rate(session, "USD") == Decimal("1.2")


def test_the_command_says_when_the_service_is_down(monkeypatch, capsys):
    async def fail():
        raise httpx.ConnectError("no route")

    monkeypatch.setattr(rates, "update", fail)
    assert rates.main() == 1
    assert "no route" in capsys.readouterr().err
