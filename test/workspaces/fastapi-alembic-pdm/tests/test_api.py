"""The API on SQLite."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import StaticPool, create_engine
from sqlalchemy.orm import Session

from app.database import database_url, get_session
from app.main import app
from app.models import Base


@pytest.fixture
def client():
    engine = create_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    Base.metadata.create_all(engine)

    def session():
        with Session(engine) as opened:
            yield opened

    app.dependency_overrides[get_session] = session
    yield TestClient(app)
    app.dependency_overrides.clear()


def see(client, place, at, parcel="AT123456789"):
    return client.post("/sightings", json={"parcel": parcel, "place": place, "at": at})


def test_health(client):
    assert client.get("/health").json() == {"status": "ok"}


def test_the_last_place_counts(client):
    see(client, "Graz", "2025-02-19T08:00:00")
    see(client, "Wien", "2025-02-18T08:00:00")
    assert client.get("/parcels/AT123456789").json()["place"] == "Graz"


def test_an_unknown_parcel(client):
    assert client.get("/parcels/AT000000000").status_code == 404


@pytest.mark.parametrize(("parcel", "place"), [("123", "Graz"), ("AT123456789", "")])
def test_bad_sightings(client, parcel, place):
    assert see(client, place, "2025-02-19T08:00:00", parcel).status_code == 422


def test_the_address_of_the_database(monkeypatch):
    values = {"HOST": "db", "PORT": "5433", "NAME": "n", "USER": "u", "PASSWORD": "p@ss"}
    for name, value in values.items():
        monkeypatch.setenv(f"DB_{name}", value)
    url = database_url().render_as_string(hide_password=False)
    assert url == "postgresql+psycopg://u:p%40ss@db:5433/n"


def test_the_name_of_the_database_is_needed(monkeypatch):
    monkeypatch.delenv("DB_NAME", raising=False)
    with pytest.raises(KeyError, match="DB_NAME"):
        database_url()
