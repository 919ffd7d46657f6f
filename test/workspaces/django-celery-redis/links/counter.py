"""Counts hits in the cache until they are stored."""

from django.core.cache import cache

PENDING = "pending-links"


def count(code):
    """One more hit."""
    cache.add(f"hits:{code}", 0, timeout=None)
    cache.incr(f"hits:{code}")
    cache.set(PENDING, cache.get(PENDING, frozenset()) | {code}, timeout=None)


def take():
    """Hits by code since the last call."""
    hits = {}
    for code in cache.get(PENDING, frozenset()):
        hits[code] = cache.get(f"hits:{code}", 0)
        cache.delete(f"hits:{code}")
    cache.delete(PENDING)
    return hits
