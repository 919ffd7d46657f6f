"""The API."""

from datetime import datetime
from typing import Annotated

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict, StringConstraints
from sqlalchemy import select, text

from app.database import DatabaseSession
from app.models import Event

app = FastAPI(title="Parcels")


class Sighting(BaseModel):
    """A parcel was seen somewhere."""

    model_config = ConfigDict(from_attributes=True)

    parcel: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}\d{9}$")]
    place: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    at: datetime


@app.get("/health")
def health(session: DatabaseSession) -> dict[str, str]:
    """200 while the database answers."""
    session.execute(text("SELECT 1"))
    return {"status": "ok"}


@app.post("/sightings", status_code=201)
def add(sighting: Sighting, session: DatabaseSession) -> Sighting:
    """Store a sighting."""
    session.add(Event(**sighting.model_dump()))
    session.commit()
    return sighting


@app.get("/parcels/{parcel}")
def where(parcel: str, session: DatabaseSession) -> Sighting:
    """Where the parcel was seen last."""
    query = select(Event).where(Event.parcel == parcel).order_by(Event.at.desc()).limit(1)
    event = session.scalar(query)
    if event is None:
        raise HTTPException(404, "Nobody has seen this parcel.")
    return Sighting.model_validate(event)
