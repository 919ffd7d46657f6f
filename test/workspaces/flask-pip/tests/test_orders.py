"""Placing orders."""

import io
from pathlib import Path

import pytest

from shop.extensions import db
from shop.models import Order, Product


def order(sku="TEA-001", quantity=1, email="ada@example.com"):
    return {"email": email, "lines": [{"sku": sku, "quantity": quantity}]}


@pytest.fixture
def placed(client, products, outbox):
    return client.post("/api/orders", json=order(quantity=2)).json


def test_an_order_is_stored(client, products, outbox):
    answer = client.post("/api/orders", json=order(quantity=2))
    assert answer.status_code == 201
    assert answer.json["total_cents"] == 1380
    assert db.session.get(Order, answer.json["id"]).email == "ada@example.com"


def test_an_order_takes_goods_out_of_stock(placed):
    assert Product.query.filter_by(sku="TEA-001").one().stock == 1


def test_the_address_is_stored_in_lower_case(client, products, outbox):
    answer = client.post("/api/orders", json=order(email="Ada@Example.COM"))
    assert answer.json["email"] == "ada@example.com"


def test_the_price_of_the_day_is_kept(client, placed):
    Product.query.filter_by(sku="TEA-001").one().price_cents = 9900
    db.session.commit()
    assert client.get(f"/api/orders/{placed['id']}").json["total_cents"] == 1380


def test_more_than_is_in_stock_is_refused(client, products, outbox):
    answer = client.post("/api/orders", json=order(quantity=4))
    assert answer.status_code == 409
    assert answer.json["error"] == "Only 3 of TEA-001 are left."


def test_a_refused_order_changes_nothing(client, products, outbox):
    wanted = order(quantity=1)
    wanted["lines"].append({"sku": "POT-001", "quantity": 1})
    assert client.post("/api/orders", json=wanted).status_code == 409
    assert Product.query.filter_by(sku="TEA-001").one().stock == 3
    assert Order.query.count() == 0
    assert outbox == []


def test_an_unknown_product_is_refused(client, products, outbox):
    answer = client.post("/api/orders", json=order(sku="NOPE"))
    assert answer.json["error"] == "There is no product NOPE."


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"email": "ada@example.com", "lines": []},
        order(email="not an address"),
        order(quantity=0),
    ],
    ids=["empty", "no lines", "bad address", "no quantity"],
)
def test_bad_orders(client, products, body):
    assert client.post("/api/orders", json=body).status_code == 422


def test_an_order_can_be_read(client, placed):
    answer = client.get(f"/api/orders/{placed['id']}")
    assert answer.json["lines"] == [{"sku": "TEA-001", "quantity": 2}]


def test_an_unknown_order(client):
    assert client.get("/api/orders/99").status_code == 404


def test_an_attachment_is_kept(app, client, placed):
    answer = client.post(
        f"/api/orders/{placed['id']}/attachment",
        data={"file": (io.BytesIO(b"%PDF-1.4"), "../slip 1.pdf")},
    )
    assert answer.json["attachment"] == f"{placed['id']}-slip_1.pdf"
    stored = Path(app.config["UPLOAD_FOLDER"]) / answer.json["attachment"]
    assert stored.read_bytes() == b"%PDF-1.4"


def test_an_attachment_of_another_kind_is_refused(client, placed):
    answer = client.post(
        f"/api/orders/{placed['id']}/attachment", data={"file": (io.BytesIO(b"MZ"), "slip.exe")}
    )
    assert answer.status_code == 415
