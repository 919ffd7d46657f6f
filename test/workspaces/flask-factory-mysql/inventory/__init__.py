"""The workshop's inventory."""

from flask import Flask

from .config import Config
from .models import db


def create_app(config=None):
    """Application factory. Creates missing tables, so the database must answer."""
    app = Flask(__name__)
    app.config.from_object(Config)
    app.config.from_mapping(config or {})
    if not app.config.get("SQLALCHEMY_DATABASE_URI"):
        app.config["SQLALCHEMY_DATABASE_URI"] = Config.database_uri()
    if not app.config["SECRET_KEY"]:
        raise RuntimeError("Set FLASK_SECRET to a long random text.")

    db.init_app(app)
    with app.app_context():
        db.create_all()

    from .views import bp

    app.register_blueprint(bp)
    return app
