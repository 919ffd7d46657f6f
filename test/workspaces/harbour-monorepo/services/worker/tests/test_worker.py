"""The worker, without Redis and without the notice service."""

from datetime import UTC, datetime
from unittest import mock

import pytest
import requests
from harbour_common.arrivals import Arrival
from harbour_common.fake import FakeRedis
from harbour_common.queue import ArrivalQueue

from harbour_worker import notices
from harbour_worker.__main__ import Worker


def arrival(draught=9.5):
    return Arrival(9074729, "Aurora", datetime(2025, 7, 1, 6, 30, tzinfo=UTC), draught)


@pytest.fixture
def posted(monkeypatch):
    monkeypatch.setenv("NOTICE_TOKEN", "for-tests-only")
    post = mock.Mock()
    monkeypatch.setattr(requests, "post", post)
    return post


@pytest.fixture
def worker():
    return Worker(ArrivalQueue(FakeRedis(), "test"), pause=0)


def test_a_deep_ship_needs_a_pilot():
    assert [notice["to"] for notice in notices.notices(arrival())] == ["planners", "pilots"]


def test_a_flat_ship_needs_none():
    assert [notice["to"] for notice in notices.notices(arrival(4.2))] == ["planners"]


def test_the_pilot_is_wanted_two_hours_before():
    assert "01 Jul 04:30" in notices.notices(arrival())[1]["text"]


def test_notices_are_posted_with_the_token(worker, posted):
    worker.queue.put(arrival(4.2))
    assert worker.step() is True
    [call] = posted.call_args_list
    assert call.args[0].endswith("/notices")
    assert call.kwargs["headers"] == {"Authorization": "Bearer for-tests-only"}


def test_an_arrival_waits_while_the_service_is_down(worker, posted):
    posted.side_effect = requests.ConnectionError("no route")
    worker.queue.put(arrival())
    worker.step()
    assert len(worker.queue) == 1


def test_rubbish_is_dropped(worker, posted):
    worker.queue.client.lpush("test", "rubbish")
    worker.step()
    assert len(worker.queue) == 0


def test_the_loop_stops(worker, posted):
    posted.side_effect = lambda *_, **__: worker.stop() or mock.DEFAULT
    worker.queue.put(arrival(4.2))
    worker.run()
    assert worker.running is False
