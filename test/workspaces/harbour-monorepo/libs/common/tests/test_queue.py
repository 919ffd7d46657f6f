"""The queue."""

from datetime import UTC, datetime

import pytest

from harbour_common.arrivals import Arrival
from harbour_common.fake import FakeRedis
from harbour_common.queue import ArrivalQueue


@pytest.fixture
def queue():
    return ArrivalQueue(FakeRedis(), "test")


def arrival(ship):
    return Arrival(9074729, ship, datetime(2025, 7, 1, tzinfo=UTC), 9.5)


def test_first_in_first_out(queue):
    seen = []
    for ship in ["Aurora", "Borea"]:
        queue.put(arrival(ship))
    while queue.handle_next(lambda found: seen.append(found.ship)):
        pass
    assert seen == ["Aurora", "Borea"]


def test_an_empty_queue(queue):
    assert queue.handle_next(lambda found: None) is False


def test_a_failed_arrival_comes_first_again(queue):
    for ship in ["Aurora", "Borea"]:
        queue.put(arrival(ship))

    def fail(found):
        raise OSError("no route")

    with pytest.raises(OSError):
        queue.handle_next(fail)
    seen = []
    queue.handle_next(lambda found: seen.append(found.ship))
    assert seen == ["Aurora"]


def test_rubbish_is_dropped(queue):
    queue.client.lpush("test", "rubbish")
    with pytest.raises(ValueError):
        queue.handle_next(lambda found: None)
    assert (len(queue), queue.client.llen(queue.taken)) == (0, 0)
