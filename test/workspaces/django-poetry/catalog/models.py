"""Books."""

from django.db import models
from django.urls import reverse


class Book(models.Model):
    """A title and how many copies of it the library has."""

    title = models.CharField(max_length=200)
    author = models.CharField(max_length=200)
    isbn = models.CharField("ISBN", max_length=13, unique=True)
    copies = models.PositiveIntegerField(default=1)
    cover = models.ImageField(upload_to="covers/", blank=True)

    class Meta:
        ordering = ["author", "title"]

    def __str__(self):
        return f"{self.author}: {self.title}"

    def get_absolute_url(self):
        return reverse("catalog:book", args=[self.isbn])

    @property
    def available(self):
        """Copies that are not lent."""
        return self.copies - self.loans.filter(returned__isnull=True).count()
