"""The API, and the page that the front end builds."""

import os
from datetime import datetime, timezone
from pathlib import Path

from fastapi import FastAPI, HTTPException, Query
from fastapi.staticfiles import StaticFiles

from .tides import next_waters

PAGE = Path(__file__).resolve().parent.parent / "frontend" / "dist"

app = FastAPI(title=os.environ.get("TIDEBOARD_TITLE", "Tideboard"))


@app.get("/healthz")
def healthz() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/api/waters")
def waters(count: int = Query(4, ge=1, le=48)) -> list[dict[str, str]]:
    return next_waters(datetime.now(timezone.utc), count)


@app.get("/api/{path:path}")
def missing(path: str) -> None:
    raise HTTPException(status_code=404, detail=f"Nothing is served at /api/{path}")


app.mount("/", StaticFiles(directory=PAGE, html=True, check_dir=False), name="page")
