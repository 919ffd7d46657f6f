"""Routes."""

from flask import Blueprint, flash, jsonify, redirect, render_template_string, request, url_for
from sqlalchemy import text

from .models import Item, db

bp = Blueprint("inventory", __name__)

PAGE = """<!doctype html><title>Inventory</title>
{% for message in get_flashed_messages() %}<p>{{ message }}</p>{% endfor %}
<ul>{% for item in items %}
<li>{{ item.shelf }}: {{ item.count }} {{ item.name }}</li>{% endfor %}</ul>
<form method="post" action="{{ url_for('inventory.add') }}">
<input name="name"><input name="shelf"><input name="count" value="1"><button>Add</button></form>
"""


@bp.route("/")
def index():
    items = Item.query.order_by(Item.shelf, Item.name).all()
    return render_template_string(PAGE, items=items)


@bp.route("/items", methods=["POST"])
def add():
    name, shelf = request.form.get("name", "").strip(), request.form.get("shelf", "").strip()
    count = request.form.get("count", 1, type=int)
    if not name or not shelf or count < 1:
        flash("Name, shelf and a count above 0 are needed.")
        return redirect(url_for(".index"))
    item = Item.query.filter_by(name=name).first() or Item(name=name, count=0)
    item.shelf, item.count = shelf, item.count + count
    db.session.add(item)
    db.session.commit()
    return redirect(url_for(".index"))


@bp.route("/items.json")
def items():
    rows = Item.query.order_by(Item.name)
    return jsonify({item.name: {"shelf": item.shelf, "count": item.count} for item in rows})


@bp.route("/ping")
def ping():
    db.session.execute(text("SELECT 1"))
    return "pong"
