"""Project of the link shortener. The Celery application is loaded with Django."""

from .celery import app as celery_app

__all__ = ["celery_app"]
