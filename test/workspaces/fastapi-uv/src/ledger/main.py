"""The ASGI application: ``uvicorn ledger.main:app``."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ledger.api import accounts, transactions
from ledger.api.security import require_key
from ledger.database import Session, get_engine
from ledger.settings import get_settings


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    """Fail at start when a setting is missing; close connections at the end."""
    get_settings()
    yield
    await get_engine().dispose()


app = FastAPI(title="Ledger", version="0.7.2", lifespan=lifespan)
app.include_router(accounts.router, prefix="/v1", dependencies=[Depends(require_key)])
app.include_router(transactions.router, prefix="/v1", dependencies=[Depends(require_key)])


@app.get("/healthz", include_in_schema=False)
async def healthz(session: Session) -> dict[str, str]:
    """200 while the database answers, else 503."""
    try:
        await session.execute(text("SELECT 1"))
    except (OSError, SQLAlchemyError) as error:
        raise HTTPException(503, "The database does not answer.") from error
    return {"status": "ok"}
