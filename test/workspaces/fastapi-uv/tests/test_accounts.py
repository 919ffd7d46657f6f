"""Routes for accounts."""

from datetime import date
from decimal import Decimal

import pytest

from ledger.models import Account, Entry, Rate, Transaction


async def test_no_accounts_at_first(client):
    assert (await client.get("/v1/accounts")).json() == []


async def test_an_account_can_be_opened(client):
    answer = await client.post("/v1/accounts", json={"code": "cash", "name": "Cash"})
    assert answer.status_code == 201
    assert answer.json() == {
        "code": "cash",
        "name": "Cash",
        "currency": "EUR",
        "balance": "0.00",
        "converted": None,
    }


async def test_a_code_is_used_once(client, accounts):
    answer = await client.post("/v1/accounts", json={"code": "cash", "name": "More cash"})
    assert answer.status_code == 409


@pytest.mark.parametrize(
    "body",
    [
        {"code": "", "name": "Nothing"},
        {"code": "Cash", "name": "Upper case"},
        {"code": "cash", "name": "Odd currency", "currency": "euro"},
    ],
)
async def test_bad_accounts(client, body):
    assert (await client.post("/v1/accounts", json=body)).status_code == 422


async def test_accounts_are_listed_by_code(client, accounts):
    codes = [row["code"] for row in (await client.get("/v1/accounts")).json()]
    assert codes == ["cash", "rent", "sales", "usd"]


async def test_an_unknown_account(client):
    assert (await client.get("/v1/accounts/nope")).status_code == 404


async def test_another_currency_is_converted_with_the_newest_rate(client, session, accounts):
    usd = (await session.scalars(Account.__table__.select().where(Account.code == "usd"))).one()
    session.add(Transaction(day=date(2025, 7, 1), text="x", entries=[]))
    await session.flush()
    session.add(Entry(transaction_id=1, account_id=usd, amount=Decimal("110.00")))
    session.add(Rate(currency="USD", day=date(2025, 7, 1), rate=Decimal("1.2")))
    session.add(Rate(currency="USD", day=date(2025, 7, 2), rate=Decimal("1.1")))
    await session.commit()
    answer = (await client.get("/v1/accounts/usd")).json()
    assert (answer["balance"], answer["converted"]) == ("110.00", "100.00")
