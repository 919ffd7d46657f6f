"""``manage.py send_reminders``: one mail to each member with overdue loans."""

from django.core.mail import send_mail
from django.core.management.base import BaseCommand

from loans.models import Loan


class Command(BaseCommand):
    help = "Remind members of loans that are overdue."

    def handle(self, *args, **options):
        titles = {}
        for loan in Loan.objects.overdue().select_related("book", "member"):
            titles.setdefault(loan.member, []).append(loan.book.title)
        for member, books in titles.items():
            body = "Please bring back:\n\n" + "\n".join(f"* {title}" for title in books)
            send_mail("Your loans", body, None, [member.email])
        self.stdout.write(f"Reminded {len(titles)} members.")
