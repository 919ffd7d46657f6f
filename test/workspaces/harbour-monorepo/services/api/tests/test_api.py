"""The API, without Redis."""

import os

os.environ["API_TOKEN"] = "for-tests-only"

import pytest  # noqa: E402
import redis  # noqa: E402
from fastapi.testclient import TestClient  # noqa: E402
from harbour_api.main import app, get_queue  # noqa: E402
from harbour_common.fake import FakeRedis  # noqa: E402
from harbour_common.queue import ArrivalQueue  # noqa: E402

AURORA = {"imo": 9074729, "ship": "Aurora", "expected": "2025-07-01T06:30:00Z", "draught": 9.5}


@pytest.fixture
def queue():
    return ArrivalQueue(FakeRedis(), "test")


@pytest.fixture
def client(queue):
    app.dependency_overrides[get_queue] = lambda: queue
    yield TestClient(app, headers={"Authorization": "Bearer for-tests-only"})
    app.dependency_overrides.clear()


def test_index(client):
    assert client.get("/").json() == {"service": "harbour"}


def test_health(client):
    assert client.get("/health").status_code == 200


def test_health_without_redis(client, queue, monkeypatch):
    def fail():
        raise redis.ConnectionError("connection refused")

    monkeypatch.setattr(queue.client, "ping", fail)
    assert client.get("/health").status_code == 503


def test_an_arrival_is_queued(client, queue):
    answer = client.post("/arrivals", json=AURORA)
    assert (answer.status_code, answer.json()) == (202, {"waiting": 1})
    seen = []
    queue.handle_next(seen.append)
    assert seen[0].ship == "Aurora"


def test_a_ship_is_listed_once(client):
    client.post("/arrivals", json=AURORA)
    client.post("/arrivals", json={**AURORA, "draught": 9.8})
    assert [row["draught"] for row in client.get("/arrivals").json()] == [9.8]


@pytest.mark.parametrize("change", [{"imo": 9074728}, {"ship": ""}, {"draught": 0}])
def test_bad_arrivals(client, queue, change):
    assert client.post("/arrivals", json={**AURORA, **change}).status_code == 422
    assert len(queue) == 0


def test_the_token_is_needed(client):
    assert client.get("/arrivals", headers={"Authorization": "Bearer no"}).status_code == 401
