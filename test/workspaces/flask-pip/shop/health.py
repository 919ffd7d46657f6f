"""Health checks for the load balancer."""

import redis
from flask import Blueprint, current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from shop.extensions import db

bp = Blueprint("health", __name__)


@bp.get("/health")
def health():
    """200 while the database answers, else 503."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        current_app.logger.exception("health check: the database does not answer")
        return {"status": "database unavailable"}, 503
    return {"status": "ok"}


@bp.get("/ready")
def ready():
    """200 while the queue answers too."""
    try:
        queue = redis.Redis.from_url(current_app.config["CELERY_BROKER_URL"], socket_timeout=2)
        queue.ping()
    except redis.RedisError:
        return {"status": "queue unavailable"}, 503
    return {"status": "ok"}
