"""Tides by the mean interval between two high waters, good to a quarter of an hour."""

from datetime import datetime, timedelta, timezone

#: A high water that was observed; every other one is counted from it.
REFERENCE = datetime(2025, 1, 1, 4, 12, tzinfo=timezone.utc)
INTERVAL = timedelta(hours=12, minutes=25, seconds=14)


def next_waters(now: datetime, count: int) -> list[dict[str, str]]:
    """The next high and low waters after a moment, in order."""
    half = INTERVAL / 2
    passed = (now - REFERENCE) // half
    return [
        {
            "kind": "high" if index % 2 == 0 else "low",
            "at": (REFERENCE + half * index).isoformat(timespec="minutes"),
        }
        for index in range(passed + 1, passed + 1 + count)
    ]
