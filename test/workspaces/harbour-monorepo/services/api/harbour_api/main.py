"""FastAPI application: ``uvicorn harbour_api.main:app``."""

import os
import secrets
from datetime import datetime
from typing import Annotated

import redis
from fastapi import Depends, FastAPI, Header, HTTPException
from harbour_common.arrivals import Arrival, imo_is_valid
from harbour_common.config import configure_logging
from harbour_common.queue import ArrivalQueue, connect
from pydantic import AfterValidator, BaseModel, Field

API_TOKEN = os.environ["API_TOKEN"]

configure_logging()
app = FastAPI(title="Harbour")


def get_queue() -> ArrivalQueue:
    return ArrivalQueue(connect())


def require_token(authorization: Annotated[str, Header()] = "") -> None:
    if not secrets.compare_digest(authorization.encode(), f"Bearer {API_TOKEN}".encode()):
        raise HTTPException(401, "The token is missing or wrong.")


def check_imo(number: int) -> int:
    if not imo_is_valid(number):
        raise ValueError("is not an IMO number")
    return number


class ArrivalIn(BaseModel):
    """An arrival as an agent announces it."""

    imo: Annotated[int, AfterValidator(check_imo)]
    ship: Annotated[str, Field(min_length=1, max_length=80)]
    expected: datetime
    draught: Annotated[float, Field(gt=0, lt=30)]


Queue = Annotated[ArrivalQueue, Depends(get_queue)]


@app.get("/")
def index() -> dict[str, str]:
    """Says who is there."""
    return {"service": "harbour"}


@app.get("/health", include_in_schema=False)
def health(queue: Queue) -> dict[str, str]:
    """200 while Redis answers, else 503."""
    try:
        queue.client.ping()
    except redis.RedisError as error:
        raise HTTPException(503, "Redis does not answer.") from error
    return {"status": "ok"}


@app.post("/arrivals", status_code=202, dependencies=[Depends(require_token)])
def announce(wanted: ArrivalIn, queue: Queue) -> dict[str, int]:
    """Announce an arrival."""
    arrival = Arrival(**wanted.model_dump())
    queue.client.hset("known", str(arrival.imo), arrival.to_json())
    queue.put(arrival)
    return {"waiting": len(queue)}


@app.get("/arrivals", dependencies=[Depends(require_token)])
def arrivals(queue: Queue) -> list[ArrivalIn]:
    """The last arrival of each ship, the next one first."""
    known = [Arrival.from_json(text) for text in queue.client.hvals("known")]
    known.sort(key=lambda arrival: arrival.expected)
    return [ArrivalIn(**vars(arrival)) for arrival in known]
