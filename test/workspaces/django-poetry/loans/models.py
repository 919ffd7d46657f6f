"""Members and their loans."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone


class Member(models.Model):
    """Somebody who may borrow."""

    name = models.CharField(max_length=120)
    email = models.EmailField(unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


def due_date():
    """The day a loan that starts today ends."""
    return timezone.localdate() + timedelta(days=settings.LOAN_DAYS)


class LoanQuerySet(models.QuerySet):
    """Loans with shortcuts."""

    def overdue(self):
        return self.filter(returned__isnull=True, due__lt=timezone.localdate())


class Loan(models.Model):
    """A copy of a book that a member has or had."""

    book = models.ForeignKey("catalog.Book", on_delete=models.PROTECT, related_name="loans")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="loans")
    due = models.DateField(default=due_date)
    returned = models.DateField(null=True, blank=True)

    objects = LoanQuerySet.as_manager()

    class Meta:
        ordering = ["due"]

    def __str__(self):
        return f"{self.book} ({self.member})"
