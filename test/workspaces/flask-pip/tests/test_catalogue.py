"""The start page and the product API."""

import pytest

from shop.models import Product


def test_index_without_products(client):
    answer = client.get("/")
    assert answer.status_code == 200
    assert "catalogue is empty" in answer.text


def test_index_lists_products_by_name(client, products):
    text = client.get("/").text
    assert text.index("Assam") < text.index("Sencha") < text.index("Teapot")


def test_index_shows_prices_in_euros(client, products):
    assert "34.50 EUR" in client.get("/").text


def test_products_are_sorted_by_sku(client, products):
    answer = client.get("/api/products")
    assert [row["sku"] for row in answer.json] == ["POT-001", "TEA-001", "TEA-002"]


@pytest.mark.parametrize(
    ("query", "skus"),
    [("assam", ["TEA-001"]), ("100 g", ["TEA-001", "TEA-002"]), ("%", [])],
)
def test_products_can_be_searched(client, products, query, skus):
    answer = client.get("/api/products", query_string={"q": query})
    assert [row["sku"] for row in answer.json] == skus


def test_one_product(client, products):
    assert client.get("/api/products/TEA-001").json == {
        "sku": "TEA-001",
        "name": "Assam, 100 g",
        "price_cents": 690,
        "in_stock": True,
    }


def test_sku_is_not_case_sensitive(client, products):
    assert client.get("/api/products/tea-002").json["sku"] == "TEA-002"


def test_sold_out_product_says_so(client, products):
    assert client.get("/api/products/POT-001").json["in_stock"] is False


def test_unknown_product(client):
    assert client.get("/api/products/NOPE").status_code == 404


def test_seed_fills_an_empty_catalogue(app):
    result = app.test_cli_runner().invoke(args=["seed"])
    assert "Added 3 products" in result.output
    assert Product.query.count() == 3


def test_seed_leaves_a_filled_catalogue_alone(app, products):
    result = app.test_cli_runner().invoke(args=["seed"])
    assert "nothing was changed" in result.output
