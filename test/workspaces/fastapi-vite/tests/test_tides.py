from datetime import timedelta

from fastapi.testclient import TestClient

from tideboard.main import PAGE, app
from tideboard.tides import INTERVAL, REFERENCE, next_waters

client = TestClient(app)


def test_high_follows_low() -> None:
    kinds = [water["kind"] for water in next_waters(REFERENCE + timedelta(minutes=1), 4)]
    assert kinds == ["low", "high", "low", "high"]


def test_the_next_high_is_one_interval_away() -> None:
    highs = [water for water in next_waters(REFERENCE, 3) if water["kind"] == "high"]
    assert highs[0]["at"] == (REFERENCE + INTERVAL).isoformat(timespec="minutes")


def test_waters_are_limited() -> None:
    assert client.get("/api/waters?count=49").status_code == 422
    assert len(client.get("/api/waters?count=2").json()) == 2


def test_unknown_paths_of_the_api_are_not_the_page() -> None:
    assert client.get("/api/tomorrow").status_code == 404


def test_the_page_is_the_built_one() -> None:
    answer = client.get("/")
    assert answer.status_code == (200 if PAGE.is_dir() else 404)
