"""``manage.py addlink CODE TARGET``."""

from django.core.management.base import BaseCommand

from links.models import Link


class Command(BaseCommand):
    help = "Add a short link, or change where it leads."

    def add_arguments(self, parser):
        parser.add_argument("code")
        parser.add_argument("target")

    def handle(self, *args, code, target, **options):
        Link.objects.update_or_create(code=code, defaults={"target": target})
        self.stdout.write(f"/l/{code} leads to {target}")
