"""The public pages."""

import base64

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError

PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


@pytest.mark.django_db
def test_index_without_books(client):
    answer = client.get("/")
    assert answer.status_code == 200
    assert "No books found" in answer.text


def test_index_is_sorted_by_author(client, books):
    titles = [book.title for book in client.get("/").context["books"]]
    assert titles == ["Dracula", "Emma", "Persuasion"]


@pytest.mark.parametrize(
    ("query", "count"), [("austen", 2), ("DRACULA", 1), ("  ", 3), ("nothing", 0)]
)
def test_search(client, books, query, count):
    assert len(client.get("/", {"q": query}).context["books"]) == count


def test_book(client, books):
    text = client.get(books[0].get_absolute_url()).text
    assert "Jane Austen" in text
    assert "2 of 2 available" in text


def test_book_with_a_cover(client, books):
    books[1].cover.save("dracula.gif", ContentFile(PIXEL))
    text = client.get(books[1].get_absolute_url()).text
    assert 'src="/media/covers/dracula.gif"' in text


def test_unknown_book(client, books):
    assert client.get("/books/0000000000000/").status_code == 404


@pytest.mark.django_db
def test_healthz(client):
    answer = client.get("/healthz/")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_healthz_without_a_database(client, monkeypatch):
    def fail():
        raise DatabaseError("connection refused")

    monkeypatch.setattr("catalog.views.connection.cursor", fail)
    assert client.get("/healthz/").status_code == 503


def test_admin_shows_books(admin_client, books):
    assert "Persuasion" in admin_client.get("/admin/catalog/book/").text
