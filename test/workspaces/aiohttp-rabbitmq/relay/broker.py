"""The connection to RabbitMQ."""

from collections.abc import AsyncIterator, Callable

import aio_pika

EXCHANGE = "webhooks"


class Broker:
    """Publishes to, and reads from, one durable topic exchange."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.connection = None
        self.exchange = None

    async def open(self) -> None:
        """Connect; afterwards a lost connection is made again by itself."""
        self.connection = await aio_pika.connect_robust(self.url, timeout=10)
        channel = await self.connection.channel()
        self.exchange = await channel.declare_exchange(
            EXCHANGE, aio_pika.ExchangeType.TOPIC, durable=True
        )

    async def close(self) -> None:
        if self.connection is not None:
            await self.connection.close()

    @property
    def is_open(self) -> bool:
        return self.connection is not None and self.connection.connected.is_set()

    async def publish(self, key: str, body: bytes) -> None:
        """Publish one message that survives a restart of RabbitMQ."""
        message = aio_pika.Message(
            body,
            content_type="application/json",
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        )
        await self.exchange.publish(message, routing_key=key)

    async def consume(self, key: str, until: Callable[[], bool]) -> AsyncIterator[bytes]:
        """Messages whose key matches."""
        channel = await self.connection.channel()
        queue = await channel.declare_queue(exclusive=True)
        await queue.bind(self.exchange, key)
        async with queue.iterator() as messages:
            async for message in messages:
                async with message.process():
                    yield message.body
                if until():
                    return
