"""Talks to the time tracking server."""

import json

import requests


class ServerError(Exception):
    """The server did not take a row."""


class Sent:
    """Remembers which rows were sent, in a JSON file."""

    def __init__(self, path):
        self.path = path
        self.keys = set(json.loads(path.read_text())) if path.exists() else set()

    def add(self, row):
        self.keys.add(row.key)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(sorted(self.keys)))


def push(rows, server, sent, session=None):
    """Send the rows that were not sent before; returns how many that were."""
    session = session or requests.Session()
    session.headers["Authorization"] = f"Bearer {server.token}"
    count = 0
    for row in rows:
        if row.key in sent.keys:
            continue
        body = {
            "day": row.day.isoformat(),
            "person": row.person,
            "project": row.project,
            "hours": str(row.hours),
        }
        try:
            answer = session.post(f"{server.url}/rows", json=body, timeout=server.timeout)
            answer.raise_for_status()
        except requests.RequestException as error:
            raise ServerError(f"{row.key} was not sent: {error}") from error
        sent.add(row)
        count += 1
    return count
