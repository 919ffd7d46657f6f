"""Configuration from the environment."""

import os
from dataclasses import dataclass
from pathlib import Path

PREFIX = "HOURS_"


class ConfigError(Exception):
    """A variable is missing or unusable."""


def setting(name, default=None):
    """The variable ``HOURS_<name>``; without a default it must be set."""
    value = os.environ.get(PREFIX + name, default)
    if value is None:
        raise ConfigError(f"Set {PREFIX}{name} in the environment.")
    return value


@dataclass(frozen=True)
class Server:
    """Where and how to send rows."""

    url: str
    token: str
    timeout: float


def server():
    """The server as the environment describes it."""
    try:
        timeout = float(setting("TIMEOUT", "15"))
    except ValueError as error:
        raise ConfigError(f"HOURS_TIMEOUT is not a number: {error}") from error
    return Server(
        url=setting("API_URL", "http://localhost:8080/api").rstrip("/"),
        token=setting("TOKEN"),
        timeout=timeout,
    )


def state_path():
    """File that remembers what was sent."""
    return Path(setting("STATE", "~/.hours-sent.json")).expanduser()
