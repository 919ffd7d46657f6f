"""The guest book with a list instead of Redis."""

import os

os.environ.setdefault("SESSION_SECRET", "for-tests-only")

import pytest  # noqa: E402
import redis  # noqa: E402

from guestbook.app import app  # noqa: E402


class FakeRedis:
    def __init__(self):
        self.entries = []
        self.up = True

    def lpush(self, key, value):
        self.entries.insert(0, value)

    def ltrim(self, key, first, last):
        del self.entries[last + 1 :]

    def lrange(self, key, first, last):
        return self.entries[first : last + 1]

    def ping(self):
        if not self.up:
            raise redis.ConnectionError("connection refused")


@pytest.fixture
def fake():
    return FakeRedis()


@pytest.fixture
def client(fake, monkeypatch):
    monkeypatch.setitem(app.config, "STORE", fake)
    return app.test_client()


def test_empty(client):
    assert client.get("/").status_code == 200


def test_sign(client):
    client.post("/", data={"name": "Ada", "text": "<lovely>"})
    page = client.get("/").text
    assert "<b>Ada</b>: &lt;lovely&gt;" in page


def test_the_name_is_remembered(client):
    client.post("/", data={"name": "Ada", "text": "Hello"})
    assert 'value="Ada"' in client.get("/").text


@pytest.mark.parametrize("data", [{}, {"name": "Ada"}, {"name": " ", "text": "Hello"}])
def test_nothing_to_keep(client, fake, data):
    assert client.post("/", data=data).status_code == 400
    assert fake.entries == []


def test_only_a_hundred_are_kept(client, fake):
    for number in range(105):
        client.post("/", data={"name": "Ada", "text": str(number)})
    assert len(fake.entries) == 100


def test_health(client, fake):
    assert client.get("/health").status_code == 200
    fake.up = False
    assert client.get("/health").status_code == 503
