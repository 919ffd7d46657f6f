"""Tables."""

from django.db import models


class Link(models.Model):
    """A short link and how often it was followed."""

    code = models.SlugField(unique=True)
    target = models.URLField()
    hits = models.PositiveIntegerField(default=0)

    def __str__(self):
        return self.code
