"""Routes of the order API."""

from pathlib import Path

from flask import Blueprint, abort, current_app, request
from marshmallow import ValidationError
from werkzeug.utils import secure_filename

from shop.extensions import db
from shop.models import Order
from shop.orders.schemas import OrderSchema
from shop.orders.service import OrderRefused, place_order
from shop.tasks import send_mail

bp = Blueprint("orders", __name__)

ALLOWED_SUFFIXES = {".pdf", ".png", ".jpg"}


@bp.post("")
def create():
    """Place an order; the confirmation is mailed by the worker."""
    try:
        wanted = OrderSchema().load(request.get_json(silent=True) or {})
    except ValidationError as error:
        return {"errors": error.messages}, 422
    try:
        order = place_order(wanted["email"], wanted["lines"])
    except OrderRefused as error:
        return {"error": str(error)}, 409
    send_mail.delay(order.id)
    return order.as_dict(), 201


@bp.get("/<int:order_id>")
def show(order_id: int):
    """One order, or 404."""
    order = db.session.get(Order, order_id)
    if order is None:
        abort(404)
    return order.as_dict()


@bp.post("/<int:order_id>/attachment")
def attach(order_id: int):
    """Store a packing slip for an order."""
    order = db.session.get(Order, order_id)
    if order is None:
        abort(404)
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return {"error": "Send the file as form field 'file'."}, 400
    if Path(upload.filename).suffix.lower() not in ALLOWED_SUFFIXES:
        return {"error": "Only PDF, PNG and JPEG files are kept."}, 415
    name = f"{order.id}-{secure_filename(upload.filename)}"
    upload.save(Path(current_app.config["UPLOAD_FOLDER"]) / name)
    order.attachment = name
    db.session.commit()
    return order.as_dict()
