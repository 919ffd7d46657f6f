"""Which notices an arrival needs, and posting them."""

import os
from datetime import timedelta

import requests
from harbour_common.arrivals import Arrival

NOTICE_URL = os.environ.get("NOTICE_URL", "https://notices.harbour.example/v2")
PILOT_DRAUGHT = 7.0


def notices(arrival: Arrival) -> list[dict[str, str]]:
    """One notice for the planners, and one for the pilots if the ship is deep."""
    texts = [("planners", f"{arrival.ship} needs a berth from {arrival.expected:%d %b %H:%M}.")]
    if arrival.draught >= PILOT_DRAUGHT:
        at = arrival.expected - timedelta(hours=2)
        text = f"{arrival.ship} ({arrival.draught} m) wants a pilot, {at:%d %b %H:%M}."
        texts.append(("pilots", text))
    return [{"to": to, "text": text} for to, text in texts]


def post(arrival: Arrival) -> None:
    """Post all notices of an arrival. Raises ``requests.RequestException``."""
    headers = {"Authorization": f"Bearer {os.environ['NOTICE_TOKEN']}"}
    for notice in notices(arrival):
        answer = requests.post(f"{NOTICE_URL}/notices", json=notice, headers=headers, timeout=10)
        answer.raise_for_status()
