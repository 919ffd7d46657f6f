"""Health, keys and settings."""

import pytest
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from ledger.settings import Settings


async def test_health_needs_no_key(client):
    answer = await client.get("/healthz", headers={"X-API-Key": ""})
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_health_without_a_database(client, session, monkeypatch):
    async def fail(*_):
        raise OperationalError("SELECT 1", {}, Exception("connection refused"))

    monkeypatch.setattr(session, "execute", fail)
    assert (await client.get("/healthz")).status_code == 503


@pytest.mark.parametrize("path", ["/v1/accounts", "/v1/transactions"])
async def test_other_routes_need_the_key(client, path):
    assert (await client.get(path, headers={"X-API-Key": "wrong"})).status_code == 401


async def test_the_documentation_is_public(client):
    assert (await client.get("/openapi.json", headers={"X-API-Key": ""})).status_code == 200


def test_the_key_has_no_default(monkeypatch):
    monkeypatch.delenv("LEDGER_API_KEY")
    with pytest.raises(ValidationError, match="api_key"):
        Settings(_env_file=None)


def test_the_key_is_not_printed(settings):
    assert "for-tests-only" not in repr(settings)
