"""Mails and the nightly report."""

import smtplib

from shop import mailer
from shop.extensions import db
from shop.models import Order
from shop.orders.service import place_order
from shop.tasks import celery, report, send_mail


def test_an_order_sends_a_mail(client, products, outbox):
    wanted = {"email": "ada@example.com", "lines": [{"sku": "TEA-002", "quantity": 2}]}
    client.post("/api/orders", json=wanted)
    [(to, subject, body)] = outbox
    assert (to, subject) == ("ada@example.com", "Your order 1")
    assert "2 x Sencha, 100 g: 17.80 EUR" in body


def test_no_mail_for_an_order_that_is_gone(app, outbox):
    assert send_mail(99) is False
    assert outbox == []


def test_the_report_counts_new_orders(products, outbox):
    place_order("ada@example.com", [{"sku": "TEA-001", "quantity": 1}])
    place_order("bob@example.com", [{"sku": "TEA-002", "quantity": 1}])
    assert report() == 2
    assert outbox[0][1:] == ("2 new orders", "2 new orders, 15.80 EUR in total.\n")


def test_the_report_counts_each_order_once(products, outbox):
    place_order("ada@example.com", [{"sku": "TEA-001", "quantity": 1}])
    assert (report(), report()) == (1, 0)
    assert db.session.get(Order, 1).status == "reported"


def test_the_report_runs_at_night():
    entry = celery.conf.beat_schedule["nightly-report"]
    assert entry["task"] in celery.tasks
    assert entry["schedule"].hour == {2}


def test_mail_without_a_user_is_sent_without_a_login(app, monkeypatch):
    calls = []

    class FakeServer:
        def __init__(self, host, port, timeout):
            calls.append((host, port))

        def __enter__(self):
            return self

        def __exit__(self, *details):
            return None

        def send_message(self, message):
            calls.append(message["To"])

    monkeypatch.setattr(smtplib, "SMTP", FakeServer)
    app.config.update(MAIL_USERNAME=None, MAIL_PORT=587)
    mailer.send("ada@example.com", "Hello", "How are you?")
    assert calls == [("mail.invalid", 587), "ada@example.com"]
