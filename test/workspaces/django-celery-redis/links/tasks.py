"""Celery tasks."""

from celery import shared_task
from django.db.models import F

from . import counter
from .models import Link


@shared_task
def store_hits():
    """Write the counted hits to the database."""
    for code, hits in counter.take().items():
        Link.objects.filter(code=code).update(hits=F("hits") + hits)
