"""Celery application of the shop and its tasks: ``celery -A shop.tasks worker``."""

from celery import Celery
from celery.schedules import crontab
from flask import Flask, current_app, has_app_context, render_template

import settings

celery = Celery("shop", broker=settings.CELERY_BROKER_URL, backend=settings.CELERY_RESULT_BACKEND)
celery.conf.timezone = "UTC"
celery.conf.beat_schedule = {
    "nightly-report": {"task": "shop.tasks.report", "schedule": crontab(hour=2, minute=30)},
}


class ContextTask(celery.Task):
    """Runs each task inside an application context, as views have it."""

    flask_app: Flask | None = None

    def __call__(self, *args, **kwargs):
        if has_app_context():
            return super().__call__(*args, **kwargs)
        if ContextTask.flask_app is None:  # once in each worker process
            from shop import create_app

            ContextTask.flask_app = create_app()
        with ContextTask.flask_app.app_context():
            return super().__call__(*args, **kwargs)


@celery.task(name="shop.tasks.mail", base=ContextTask, max_retries=5, default_retry_delay=60)
def send_mail(order_id: int) -> bool:
    """Mail the order's details to the customer. False if the order is gone."""
    from shop import mailer
    from shop.extensions import db
    from shop.models import Order

    order = db.session.get(Order, order_id)
    if order is None:
        current_app.logger.warning("order %s is gone, no mail sent", order_id)
        return False
    body = render_template("mail/order_confirmation.txt", order=order)
    try:
        mailer.send(order.email, f"Your order {order.id}", body)
    except OSError as error:
        raise send_mail.retry(exc=error) from error
    return True


@celery.task(name="shop.tasks.report", base=ContextTask)
def report() -> int:
    """Mail the number of new orders to the office and mark them as reported."""
    from shop import mailer
    from shop.extensions import db
    from shop.models import Order

    orders = db.session.scalars(db.select(Order).filter_by(status="new")).all()
    if not orders:
        return 0
    total = sum(order.total_cents for order in orders)
    mailer.send(
        current_app.config["OFFICE_ADDRESS"],
        f"{len(orders)} new orders",
        f"{len(orders)} new orders, {total / 100:.2f} EUR in total.\n",
    )
    for order in orders:
        order.status = "reported"
    db.session.commit()
    return len(orders)
