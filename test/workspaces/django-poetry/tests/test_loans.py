"""Loans and reminders."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from loans.models import Loan


@pytest.fixture
def overdue(books, member):
    yesterday = timezone.localdate() - timedelta(days=1)
    return [Loan.objects.create(book=book, member=member, due=yesterday) for book in books[:2]]


def test_a_loan_is_due_after_the_usual_time(books, member, settings):
    settings.LOAN_DAYS = 14
    loan = Loan.objects.create(book=books[0], member=member)
    assert loan.due == timezone.localdate() + timedelta(days=14)


def test_a_lent_copy_is_not_available(books, member):
    loan = Loan.objects.create(book=books[0], member=member)
    assert books[0].available == 1
    loan.returned = timezone.localdate()
    loan.save()
    assert books[0].available == 2


def test_a_loan_that_is_due_today_is_not_overdue(books, member):
    Loan.objects.create(book=books[0], member=member, due=timezone.localdate())
    assert not Loan.objects.overdue().exists()


def test_a_returned_loan_is_not_overdue(overdue):
    Loan.objects.update(returned=timezone.localdate())
    assert not Loan.objects.overdue().exists()


def test_the_page_of_overdue_loans_needs_a_login(client, db):
    answer = client.get("/loans/overdue/")
    assert answer.status_code == 302
    assert answer.url == "/accounts/login/?next=/loans/overdue/"


def test_the_page_of_overdue_loans(admin_client, overdue):
    assert "Emma, Ada" in admin_client.get("/loans/overdue/").text


def test_one_reminder_for_each_member(overdue, mailoutbox):
    out = StringIO()
    call_command("send_reminders", stdout=out)
    [mail] = mailoutbox
    assert mail.to == ["ada@example.com"]
    assert "* Emma" in mail.body and "* Dracula" in mail.body
    assert out.getvalue() == "Reminded 1 members.\n"


def test_no_reminder_without_overdue_loans(books, member, mailoutbox):
    call_command("send_reminders", stdout=StringIO())
    assert mailoutbox == []


def test_give_back_in_the_admin(admin_client, overdue):
    data = {"action": "give_back", "_selected_action": [loan.pk for loan in overdue]}
    admin_client.post("/admin/loans/loan/", data)
    assert not Loan.objects.filter(returned__isnull=True).exists()


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())
