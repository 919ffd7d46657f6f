"""Booking transactions."""

import pytest


def transaction(*entries, day="2025-07-01", text="July"):
    return {
        "day": day,
        "text": text,
        "entries": [{"account": account, "amount": amount} for account, amount in entries],
    }


async def test_a_transaction_moves_money(client, accounts):
    body = transaction(("rent", "800.00"), ("cash", "-800.00"))
    assert (await client.post("/v1/transactions", json=body)).status_code == 201
    assert (await client.get("/v1/accounts/cash")).json()["balance"] == "-800.00"
    assert (await client.get("/v1/accounts/rent")).json()["balance"] == "800.00"


async def test_transactions_are_listed_newest_first(client, accounts):
    for day in ["2025-07-01", "2025-07-03", "2025-07-02"]:
        body = transaction(("rent", "1.00"), ("cash", "-1.00"), day=day)
        await client.post("/v1/transactions", json=body)
    days = [row["day"] for row in (await client.get("/v1/transactions")).json()]
    assert days == ["2025-07-03", "2025-07-02", "2025-07-01"]


@pytest.mark.parametrize(
    ("entries", "why"),
    [
        ([("cash", "1.00")], "at least two"),
        ([("cash", "1.00"), ("rent", "-2.00")], "add up to zero"),
        ([("cash", "1.00"), ("nope", "-1.00")], "Unknown account: nope"),
        ([("cash", "1.00"), ("usd", "-1.00")], "same currency"),
    ],
    ids=["one entry", "unbalanced", "unknown account", "mixed currencies"],
)
async def test_refused_transactions(client, accounts, entries, why):
    answer = await client.post("/v1/transactions", json=transaction(*entries))
    assert answer.status_code == 422
    assert why in answer.json()["detail"]


async def test_fractions_of_a_cent_are_refused(client, accounts):
    body = transaction(("cash", "0.001"), ("rent", "-0.001"))
    assert (await client.post("/v1/transactions", json=body)).status_code == 422
