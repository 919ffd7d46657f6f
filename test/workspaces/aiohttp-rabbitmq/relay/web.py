"""The aiohttp application."""

import hashlib
import hmac
import json
import logging

from aiohttp import web

from relay.broker import Broker

log = logging.getLogger(__name__)

BROKER = web.AppKey("broker", Broker)
SECRET = web.AppKey("secret", bytes)
routes = web.RouteTableDef()


def signature(secret: bytes, body: bytes) -> str:
    """What the provider sends as ``X-Signature``."""
    return hmac.new(secret, body, hashlib.sha256).hexdigest()


@routes.get("/healthz")
async def healthz(request: web.Request) -> web.Response:
    """200 while RabbitMQ is connected, else 503."""
    connected = request.app[BROKER].is_open
    return web.json_response({"connected": connected}, status=200 if connected else 503)


@routes.post("/hooks/{source:[a-z]+}")
async def hook(request: web.Request) -> web.Response:
    """Check and publish one webhook."""
    body = await request.read()
    given = request.headers.get("X-Signature", "")
    if not hmac.compare_digest(given.encode(), signature(request.app[SECRET], body).encode()):
        raise web.HTTPForbidden(text="The signature is wrong.")
    try:
        event = json.loads(body)["event"]
    except (KeyError, TypeError, ValueError) as error:
        raise web.HTTPBadRequest(text="Send a JSON object with the field event.") from error
    await request.app[BROKER].publish(f"{request.match_info['source']}.{event}", body)
    return web.Response(status=202)


def create_app(broker: Broker, secret: str) -> web.Application:
    """The application; it opens and closes the broker."""
    app = web.Application(client_max_size=256 * 1024)
    app[BROKER] = broker
    app[SECRET] = secret.encode()
    app.add_routes(routes)

    async def connection(_: web.Application):
        await broker.open()
        log.info("connected")
        yield
        await broker.close()

    app.cleanup_ctx.append(connection)
    return app
