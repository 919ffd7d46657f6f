"""Checks the key that clients send."""

import secrets
from typing import Annotated

from fastapi import Header, HTTPException

from ledger.settings import get_settings


async def require_key(x_api_key: Annotated[str, Header()] = "") -> None:
    """Refuse a request without the right ``X-API-Key``."""
    expected = get_settings().api_key.get_secret_value()
    if not secrets.compare_digest(x_api_key.encode(), expected.encode()):
        raise HTTPException(401, "The header X-API-Key is missing or wrong.")
