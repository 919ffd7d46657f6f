"""The inventory on SQLite."""

import pytest

from inventory import create_app
from inventory.config import Config


@pytest.fixture
def client():
    app = create_app({"TESTING": True, "SECRET_KEY": "t", "SQLALCHEMY_DATABASE_URI": "sqlite://"})
    return app.test_client()


def test_empty(client):
    assert client.get("/").status_code == 200
    assert client.get("/items.json").json == {}


def test_ping(client):
    assert client.get("/ping").text == "pong"


def test_add(client):
    client.post("/items", data={"name": "hammer", "shelf": "A1", "count": "2"})
    assert client.get("/items.json").json == {"hammer": {"shelf": "A1", "count": 2}}


def test_add_more_and_move(client):
    client.post("/items", data={"name": "hammer", "shelf": "A1", "count": "2"})
    client.post("/items", data={"name": "hammer", "shelf": "B2"})
    assert client.get("/items.json").json == {"hammer": {"shelf": "B2", "count": 3}}


@pytest.mark.parametrize(
    "data", [{}, {"name": "saw"}, {"name": "saw", "shelf": "A1", "count": "0"}]
)
def test_bad_input(client, data):
    page = client.post("/items", data=data, follow_redirects=True)
    assert "count above 0" in page.text
    assert client.get("/items.json").json == {}


def test_password_in_the_address(monkeypatch):
    monkeypatch.setenv("MYSQL_PASSWORD", "a/b@c")
    monkeypatch.setenv("MYSQL_HOST", "db")
    assert ":a%2Fb%40c@db:" in Config.database_uri()


def test_secret_is_needed():
    with pytest.raises(RuntimeError, match="FLASK_SECRET"):
        create_app({"SECRET_KEY": "", "SQLALCHEMY_DATABASE_URI": "sqlite://"})
