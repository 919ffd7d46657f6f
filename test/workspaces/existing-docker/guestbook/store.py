"""Entries in Redis."""

import json
import os

import redis

KEY = "entries"


def connect():
    """A client for the Redis that the environment names."""
    return redis.Redis(
        host=os.environ.get("REDIS_HOST", "localhost"),
        port=int(os.environ.get("REDIS_PORT", "6379")),
        decode_responses=True,
        socket_timeout=5,
    )


def add(client, name, text):
    """Keep an entry; only the newest hundred are kept."""
    client.lpush(KEY, json.dumps({"name": name, "text": text}))
    client.ltrim(KEY, 0, 99)


def newest(client, count=20):
    """The newest entries first."""
    return [json.loads(entry) for entry in client.lrange(KEY, 0, count - 1)]
