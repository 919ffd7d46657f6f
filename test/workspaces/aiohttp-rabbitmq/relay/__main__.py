"""``webhook-relay`` or ``python -m relay``."""

import argparse
import asyncio
import logging
import os

from aiohttp import web

from relay.broker import Broker
from relay.web import create_app


async def consume(broker: Broker, key: str) -> None:
    """Print messages until interrupted."""
    await broker.open()
    async for body in broker.consume(key, until=lambda: False):
        print(body.decode(), flush=True)


def main() -> None:
    """Entry point."""
    logging.basicConfig(level=logging.INFO)
    parser = argparse.ArgumentParser(prog="webhook-relay")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("serve", help="take webhooks (default)")
    commands.add_parser("consume", help="print messages").add_argument("key")
    options = parser.parse_args()

    broker = Broker(os.environ.get("AMQP_URL", "amqp://guest:guest@localhost/"))
    if options.command == "consume":
        asyncio.run(consume(broker, options.key))
        return
    app = create_app(broker, secret=os.environ["WEBHOOK_SECRET"])
    port = int(os.environ.get("PORT", "8080"))
    web.run_app(app, host=os.environ.get("BIND", "127.0.0.1"), port=port)


if __name__ == "__main__":
    main()
