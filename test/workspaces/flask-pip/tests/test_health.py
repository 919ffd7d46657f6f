"""Health checks."""

import redis
from sqlalchemy.exc import OperationalError

from shop.extensions import db


def test_health(client):
    answer = client.get("/health")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_health_without_a_database(client, monkeypatch):
    def fail(*_):
        raise OperationalError("SELECT 1", {}, Exception("connection refused"))

    monkeypatch.setattr(db.session, "execute", fail)
    assert client.get("/health").status_code == 503


def test_ready(client, monkeypatch):
    monkeypatch.setattr(redis.Redis, "ping", lambda self: True)
    client.application.config["CELERY_BROKER_URL"] = "redis://queue.invalid:6379/0"
    assert client.get("/ready").status_code == 200


def test_ready_without_a_queue(client, monkeypatch):
    def fail(self):
        raise redis.ConnectionError("connection refused")

    monkeypatch.setattr(redis.Redis, "ping", fail)
    client.application.config["CELERY_BROKER_URL"] = "redis://queue.invalid:6379/0"
    assert client.get("/ready").status_code == 503
