"""The rules of placing an order, apart from HTTP."""

from shop.extensions import db
from shop.models import Order, OrderLine, Product


class OrderRefused(Exception):
    """The order cannot be placed; the message says why."""


def place_order(email: str, lines: list[dict]) -> Order:
    """Take the goods out of stock and store the order, or raise ``OrderRefused``."""
    order = Order(email=email.lower(), status="new")
    for line in lines:
        sku, quantity = line["sku"].upper(), line["quantity"]
        product = db.session.scalar(db.select(Product).filter_by(sku=sku).with_for_update())
        if product is None:
            db.session.rollback()
            raise OrderRefused(f"There is no product {sku}.")
        if product.stock < quantity:
            left = product.stock
            db.session.rollback()
            raise OrderRefused(f"Only {left} of {sku} are left.")
        product.stock -= quantity
        order.lines.append(
            OrderLine(product=product, quantity=quantity, price_cents=product.price_cents)
        )
    db.session.add(order)
    db.session.commit()
    return order
