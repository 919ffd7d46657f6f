"""Reads a gauge's record."""

import os
from pathlib import Path

import pandas as pd

DEFAULT = Path(__file__).parents[1] / "data" / "gauge.csv"


def load(path: str | os.PathLike | None = None) -> pd.Series:
    """Hourly levels in metres; missing hours are NaN."""
    path = path or os.environ.get("TIDES_RECORD") or DEFAULT
    table = pd.read_csv(path, parse_dates=["time"], index_col="time")
    return table["level"].asfreq("h")
