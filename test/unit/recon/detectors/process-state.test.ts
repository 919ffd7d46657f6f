import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/process-state";
import { evidenceOf } from "../../../kit/detect";

async function lines(contents: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await evidenceOf(detector, contents)).map(one =>
    one.claim === "per-process" ? `${one.kind} ${one.place.path}:${one.place.line} ${one.what}` : one.claim,
  );
}

describe("recon/detectors/process-state", () => {
  it("finds sessions, caches and channel layers of Django that live in one process", async () => {
    assert.deepEqual(
      await lines({
        "shop/settings.py": [
          "import django",
          'SESSION_ENGINE = "django.contrib.sessions.backends.cache"',
          'CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}',
          'CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}',
        ].join("\n"),
      }),
      [
        "session shop/settings.py:2 Django keeps sessions in a cache of the process",
        "cache shop/settings.py:3 Django's cache is in memory",
        "socket shop/settings.py:4 the channel layer is in memory",
      ],
    );
  });
  it("finds what Flask keeps in files and in memory, however it is configured", async () => {
    assert.deepEqual(
      await lines({
        "app.py": [
          "from flask import Flask",
          "from flask_session import Session",
          "from flask_caching import Cache",
          "from flask_limiter import Limiter",
          "from flask_socketio import SocketIO",
          "app = Flask(__name__)",
          'app.config["SESSION_TYPE"] = "filesystem"',
          'app.config.from_mapping(CACHE_TYPE="SimpleCache")',
          "limiter = Limiter(app=app)",
          "sockets = SocketIO(app)",
        ].join("\n"),
      }),
      [
        "session app.py:7 Flask-Session keeps sessions in files",
        "cache app.py:8 Flask-Caching keeps its values in memory",
        "rate-limit app.py:9 the rate limiter counts in memory",
        "socket app.py:10 Flask-SocketIO has no message queue",
      ],
    );
  });
  it("finds schedules and counters beside an ASGI application", async () => {
    assert.deepEqual(
      await lines({
        "main.py": [
          "from fastapi import FastAPI",
          "from slowapi import Limiter",
          "from slowapi.util import get_remote_address",
          "from apscheduler.schedulers.asyncio import AsyncIOScheduler",
          "import socketio",
          "limiter = Limiter(key_func=get_remote_address)",
          "scheduler = AsyncIOScheduler()",
          "server = socketio.AsyncServer()",
        ].join("\n"),
      }),
      [
        "rate-limit main.py:6 the rate limiter counts in memory",
        "schedule main.py:7 APScheduler runs inside the web process",
        "socket main.py:8 Socket.IO has no message queue",
      ],
    );
  });
  it("lets be what is shared, signed into a cookie, a process of its own, or for tests", async () => {
    assert.deepEqual(
      await lines({
        "app.py": [
          "import os, socketio",
          "from flask_limiter import Limiter",
          "from flask_socketio import SocketIO",
          "from flask_caching import Cache",
          "from starlette.middleware.sessions import SessionMiddleware",
          'limiter = Limiter(key_func=len, storage_uri=os.environ["REDIS_URL"])',
          "sockets = SocketIO()",
          'sockets.init_app(None, message_queue="redis://redis")',
          'cache = Cache(config={"CACHE_TYPE": "RedisCache"})',
          'server = socketio.AsyncServer(client_manager=socketio.AsyncRedisManager("redis://redis"))',
          "middleware = [SessionMiddleware]",
        ].join("\n"),
        "config.py": [
          "import os",
          'REDIS_URL = os.environ.get("REDIS_URL")',
          "if REDIS_URL:",
          '    CACHE_TYPE = "redis"',
          "else:",
          '    CACHE_TYPE = "filesystem"',
          "class TestingConfig:",
          '    CACHE_TYPE = "simple"',
        ].join("\n"),
        "clock.py":
          "from apscheduler.schedulers.blocking import BlockingScheduler\nscheduler = BlockingScheduler()\nscheduler.start()\n",
        "shop/settings.py": [
          "import django",
          'SESSION_ENGINE = "django.contrib.sessions.backends.cache"',
          'CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}}',
        ].join("\n"),
        "shop/settings/test.py":
          'import django\nCACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}\n',
      }),
      [],
    );
  });
  it("finds hand-written lists of connections, and none where a broker hands messages on", async () => {
    const chat = [
      "from fastapi import WebSocket",
      "rooms: dict[str, list[WebSocket]] = {}",
      "class Manager:",
      "    def __init__(self):",
      "        self.active: list[WebSocket] = []",
      "        self.names: list[str] = []",
      "    def some(self):",
      "        found: list[WebSocket] = []",
      "        return found",
    ].join("\n");
    const aiohttp = "import weakref\nfrom aiohttp import web\napp = web.Application()\n";
    const what = "open WebSocket connections are kept in memory";
    assert.deepEqual(
      await lines({ "chat.py": chat, "serve.py": `${aiohttp}app["websockets"] = weakref.WeakSet()\n` }),
      [`socket chat.py:2 ${what}`, `socket chat.py:5 ${what}`, `socket serve.py:4 ${what}`],
    );
    assert.deepEqual(await lines({ "chat.py": `from broadcaster import Broadcast\n${chat}` }), []);
  });
});
