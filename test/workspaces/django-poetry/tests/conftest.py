"""Fixtures: a few books and a member."""

import pytest

from catalog.models import Book
from loans.models import Member


@pytest.fixture
def books(db):
    return [
        Book.objects.create(title="Emma", author="Jane Austen", isbn="9780141439587", copies=2),
        Book.objects.create(title="Dracula", author="Bram Stoker", isbn="9780141439846"),
        Book.objects.create(title="Persuasion", author="Jane Austen", isbn="9780141439686"),
    ]


@pytest.fixture
def member(db):
    return Member.objects.create(name="Ada", email="ada@example.com")
