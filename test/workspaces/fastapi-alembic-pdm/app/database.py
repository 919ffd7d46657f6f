"""The database, described by variables."""

import os
from collections.abc import Iterator
from functools import cache
from typing import Annotated

from fastapi import Depends
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session


def database_url() -> URL:
    """Address of the database from ``DB_*``."""
    return URL.create(
        "postgresql+psycopg",
        host=os.environ.get("DB_HOST", "localhost"),
        port=int(os.environ.get("DB_PORT", 5432)),
        database=os.environ["DB_NAME"],
        username=os.environ["DB_USER"],
        password=os.environ["DB_PASSWORD"],
    )


@cache
def get_engine() -> Engine:
    """One engine for the process."""
    return create_engine(database_url(), pool_pre_ping=True)


def get_session() -> Iterator[Session]:
    """One session for each request."""
    with Session(get_engine()) as session:
        yield session


DatabaseSession = Annotated[Session, Depends(get_session)]
