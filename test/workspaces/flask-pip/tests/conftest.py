"""Fixtures: SQLite in memory, tasks that run in place, mails that are only kept."""

import os

# The settings are read at import, so this comes before any import of the shop. Whatever the
# machine has set is replaced: a test never talks to a real database or mail server.
os.environ.update(
    SECRET_KEY="for-tests-only",
    DATABASE_URL="sqlite://",
    CELERY_BROKER_URL="memory://",
    MAIL_SERVER="mail.invalid",
)

import pytest  # noqa: E402

from shop import create_app, mailer  # noqa: E402
from shop.extensions import db  # noqa: E402
from shop.models import Product  # noqa: E402
from shop.tasks import celery  # noqa: E402


@pytest.fixture
def app(tmp_path):
    celery.conf.update(task_always_eager=True, task_eager_propagates=True, result_backend=None)
    app = create_app({"TESTING": True, "UPLOAD_FOLDER": str(tmp_path / "uploads")})
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.drop_all()


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def products(app):
    rows = [
        Product(sku="TEA-001", name="Assam, 100 g", price_cents=690, stock=3),
        Product(sku="TEA-002", name="Sencha, 100 g", price_cents=890, stock=10),
        Product(sku="POT-001", name="Teapot, 1 l", price_cents=3450, stock=0),
    ]
    db.session.add_all(rows)
    db.session.commit()
    return rows


@pytest.fixture
def outbox(monkeypatch):
    """Mails that would have been sent, as (to, subject, body)."""
    sent = []
    monkeypatch.setattr(mailer, "send", lambda *mail: sent.append(mail))
    return sent
