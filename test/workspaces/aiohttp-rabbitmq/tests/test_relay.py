"""The relay with a broker that only remembers."""

import pytest

from relay.broker import Broker
from relay.web import create_app, signature

SECRET = "for-tests-only"


class FakeBroker(Broker):
    """Opens nothing, keeps what is published."""

    def __init__(self):
        super().__init__("amqp://broker.invalid/")
        self.opened = False
        self.published = []

    async def open(self):
        self.opened = True

    async def close(self):
        self.opened = False

    @property
    def is_open(self):
        return self.opened

    async def publish(self, key, body):
        self.published.append((key, body))


@pytest.fixture
def broker():
    return FakeBroker()


@pytest.fixture
async def client(aiohttp_client, broker):
    return await aiohttp_client(create_app(broker, SECRET))


async def send(client, body, path="/hooks/pay", key=SECRET):
    headers = {"X-Signature": signature(key.encode(), body)}
    return await client.post(path, data=body, headers=headers)


async def test_a_webhook_is_published(client, broker):
    body = b'{"event": "paid", "id": 7}'
    assert (await send(client, body)).status == 202
    assert broker.published == [("pay.paid", body)]


async def test_a_wrong_signature(client, broker):
    assert (await send(client, b'{"event": "paid"}', key="other")).status == 403
    assert broker.published == []


async def test_no_signature(client):
    assert (await client.post("/hooks/pay", data=b"{}")).status == 403


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"no json"])
async def test_bad_bodies(client, broker, body):
    assert (await send(client, body)).status == 400
    assert broker.published == []


async def test_unknown_source(client):
    assert (await send(client, b"{}", path="/hooks/PAY")).status == 404


async def test_health(client, broker):
    assert (await client.get("/healthz")).status == 200
    broker.opened = False
    assert (await client.get("/healthz")).status == 503


def test_a_new_broker_is_not_open():
    assert Broker("amqp://broker.invalid/").is_open is False
