"""Redirects, hits and the command."""

from io import StringIO

from django.core.cache import cache
from django.core.management import call_command
from django.test import TestCase

from links import counter
from links.models import Link
from links.tasks import store_hits


class LinkTest(TestCase):
    def setUp(self):
        cache.clear()
        self.link = Link.objects.create(code="spring", target="https://example.com/spring")

    def test_redirect(self):
        answer = self.client.get("/l/spring")
        self.assertRedirects(answer, "https://example.com/spring", fetch_redirect_response=False)

    def test_unknown_code(self):
        self.assertEqual(self.client.get("/l/nope").status_code, 404)

    def test_hits_wait_in_the_cache(self):
        self.client.get("/l/spring")
        self.link.refresh_from_db()
        self.assertEqual(self.link.hits, 0)

    def test_hits_are_stored(self):
        for _ in range(3):
            self.client.get("/l/spring")
        store_hits.delay()
        self.link.refresh_from_db()
        self.assertEqual(self.link.hits, 3)

    def test_hits_are_stored_once(self):
        self.client.get("/l/spring")
        store_hits()
        store_hits()
        self.link.refresh_from_db()
        self.assertEqual(self.link.hits, 1)

    def test_take_empties_the_counter(self):
        counter.count("spring")
        self.assertEqual(counter.take(), {"spring": 1})
        self.assertEqual(counter.take(), {})

    def test_index(self):
        self.assertEqual(self.client.get("/").json(), {"spring": 0})

    def test_health(self):
        self.assertEqual(self.client.get("/health").json(), {"status": "ok"})

    def test_addlink(self):
        call_command("addlink", "spring", "https://example.com/sale", stdout=StringIO())
        call_command("addlink", "summer", "https://example.com/summer", stdout=StringIO())
        self.assertEqual(Link.objects.count(), 2)
        self.link.refresh_from_db()
        self.assertEqual(self.link.target, "https://example.com/sale")
