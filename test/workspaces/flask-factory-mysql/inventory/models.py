"""Tables."""

from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Item(db.Model):
    """Something that lies somewhere."""

    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(80), nullable=False, unique=True)
    shelf = db.Column(db.String(10), nullable=False)
    count = db.Column(db.Integer, nullable=False, default=1)
