"""The shop: catalogue, orders and the mails about them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask

from shop.catalogue.views import bp as catalogue
from shop.cli import register_commands
from shop.extensions import db, migrate
from shop.health import bp as health
from shop.logs import configure_logging
from shop.orders.views import bp as orders


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """Build the application from ``settings`` and the given overrides (used by the tests)."""
    app = Flask(__name__)
    app.config.from_object("settings")
    app.config.update(overrides or {})
    db.init_app(app)
    migrate.init_app(app, db)
    Path(app.config["UPLOAD_FOLDER"]).mkdir(parents=True, exist_ok=True)
    configure_logging(app)
    app.register_blueprint(catalogue)
    app.register_blueprint(orders, url_prefix="/api/orders")
    app.register_blueprint(health)
    register_commands(app)
    return app
