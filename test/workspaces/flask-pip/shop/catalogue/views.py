"""Routes of the catalogue."""

from flask import Blueprint, abort, jsonify, render_template, request

from shop.extensions import db
from shop.models import Product

bp = Blueprint("catalogue", __name__)


@bp.get("/")
def index():
    """The start page with all products."""
    products = db.session.scalars(db.select(Product).order_by(Product.name)).all()
    return render_template("index.html", products=products)


@bp.get("/api/products")
def products():
    """All products, or those whose name contains ``q``."""
    query = db.select(Product).order_by(Product.sku)
    if wanted := request.args.get("q", "").strip():
        query = query.where(Product.name.icontains(wanted, autoescape=True))
    return jsonify([product.as_dict() for product in db.session.scalars(query)])


@bp.get("/api/products/<sku>")
def product(sku: str):
    """One product, or 404."""
    found = db.session.scalar(db.select(Product).filter_by(sku=sku.upper()))
    if found is None:
        abort(404)
    return found.as_dict()
