"""Sums."""

from collections import defaultdict
from decimal import Decimal

from tabulate import tabulate


def sums(rows, by):
    """Hours by ``person``, ``project`` or ``day``, the largest first."""
    totals = defaultdict(Decimal)
    for row in rows:
        totals[str(getattr(row, by))] += row.hours
    return sorted(totals.items(), key=lambda item: (-item[1], item[0]))


def table(rows, by):
    """The sums as text, with a total."""
    lines = sums(rows, by)
    total = sum((hours for _, hours in lines), Decimal())
    return tabulate([*lines, ("total", total)], headers=[by, "hours"], disable_numparse=True)
