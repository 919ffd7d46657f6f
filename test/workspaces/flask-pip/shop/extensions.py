"""Flask extensions, created here once and bound to the application in ``create_app``."""

from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """Base of all models."""


db = SQLAlchemy(model_class=Base)
migrate = Migrate()
