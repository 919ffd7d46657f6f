"""Extra ``flask`` commands."""

import click
from flask import Flask

from shop.extensions import db
from shop.models import Product

SAMPLES = [
    ("TEA-001", "Assam, 100 g", 690, 40),
    ("TEA-002", "Sencha, 100 g", 890, 25),
    ("POT-001", "Teapot, 1 l", 3450, 6),
]


def register_commands(app: Flask) -> None:
    """Add the commands to the application."""

    @app.cli.command("seed")
    def seed() -> None:
        """Put a few products into an empty catalogue."""
        if db.session.query(Product).first() is not None:
            click.echo("The catalogue is not empty; nothing was changed.")
            return
        for sku, name, price_cents, stock in SAMPLES:
            db.session.add(Product(sku=sku, name=name, price_cents=price_cents, stock=stock))
        db.session.commit()
        click.echo(f"Added {len(SAMPLES)} products.")
