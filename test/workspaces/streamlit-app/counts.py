"""Reads the exports of the bicycle counters."""

import os
from pathlib import Path

import pandas as pd

FOLDER = Path(os.environ.get("COUNTS_FOLDER", Path(__file__).parent / "data"))


def load(folder: Path = FOLDER) -> pd.DataFrame:
    """All exports: columns ``day``, ``place``, ``bicycles``."""
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise FileNotFoundError(f"no export in {folder}")
    frames = [pd.read_csv(file, parse_dates=["day"]) for file in files]
    return pd.concat(frames, ignore_index=True).drop_duplicates(["day", "place"], keep="last")


def by_weekday(counts: pd.DataFrame) -> pd.Series:
    """Mean bicycles a day for each weekday."""
    days = counts.groupby("day")["bicycles"].sum()
    order = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    means = days.groupby(days.index.day_name()).mean()
    return means.reindex([day for day in order if day in means.index])
