"""A reliable queue on Redis lists: a job stays in ``<name>:taken`` until it is done."""

from collections.abc import Callable

import redis

from harbour_common import config
from harbour_common.arrivals import Arrival


def connect(url: str | None = None) -> redis.Redis:
    """A client; it connects when it is first used."""
    # Longer than the worker waits for a job, or an idle worker would see a time-out as an error.
    return redis.Redis.from_url(url or config.REDIS_URL, socket_timeout=30)


class ArrivalQueue:
    """Arrivals that wait for the worker."""

    def __init__(self, client: redis.Redis, name: str | None = None) -> None:
        self.client = client
        self.name = name or config.QUEUE_NAME
        self.taken = f"{self.name}:taken"

    def put(self, arrival: Arrival) -> None:
        self.client.lpush(self.name, arrival.to_json())

    def __len__(self) -> int:
        return int(self.client.llen(self.name))

    def handle_next(self, handler: Callable[[Arrival], None], timeout: int = 5) -> bool:
        """Wait for one arrival and hand it over. False if none came in time.

        If the handler raises, the arrival is put back at the end that is read next.
        """
        text = self.client.blmove(self.name, self.taken, timeout, "RIGHT", "LEFT")
        if text is None:
            return False
        try:
            handler(Arrival.from_json(text))
        except ValueError:
            self.client.lrem(self.taken, 1, text)
            raise
        except Exception:
            self.client.lmove(self.taken, self.name, "LEFT", "RIGHT")
            raise
        self.client.lrem(self.taken, 1, text)
        return True
