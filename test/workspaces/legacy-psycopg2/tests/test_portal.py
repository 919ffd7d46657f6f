"""The portal with a store that needs no database."""

import datetime
from decimal import Decimal

import pytest

from acme.portal.config import Configuration
from acme.portal.data.contracts import Store
from acme.portal.web import create_app


class FakeStore(object):
    up = True

    def alive(self):
        return self.up

    def contracts(self):
        return [{"number": "C-1", "customer": "Ada <ada@example.com>"}]

    def readings(self, number):
        if number != "C-1":
            return []
        return [{"day": datetime.date(2025, 1, 1), "kwh": Decimal("12.5")}]


@pytest.fixture
def client():
    configuration = Configuration({"PORTAL_SECRET": "t", "PORTAL_LOG": "-"})
    return create_app(configuration, FakeStore()).test_client()


def test_index(client):
    assert b"C-1: Ada &lt;ada@example.com&gt;" in client.get("/").data


def test_readings(client):
    answer = client.get("/contracts/C-1/readings.json")
    assert answer.json == [{"day": "2025-01-01", "kwh": 12.5}]


def test_unknown_contract(client):
    assert client.get("/contracts/C-2/readings.json").status_code == 404


def test_status(client):
    assert client.get("/status").status_code == 200


def test_status_without_a_database(client, monkeypatch):
    monkeypatch.setattr(FakeStore, "up", False)
    assert client.get("/status").status_code == 503


def test_no_database_is_not_alive():
    assert Store("host=127.0.0.1 port=1 dbname=x").alive() is False


def test_defaults():
    configuration = Configuration({"PORTAL_SECRET": "t"})
    assert configuration.log == "/var/log/portal.log"
    assert "host=localhost" in configuration.dsn


def test_secret_is_needed():
    with pytest.raises(SystemExit, match="PORTAL_SECRET"):
        Configuration({})


def test_log_file(tmp_path):
    log = tmp_path / "portal.log"
    app = create_app(Configuration({"PORTAL_SECRET": "t", "PORTAL_LOG": str(log)}), FakeStore())
    app.logger.error("seen")
    assert "seen" in log.read_text()
