"""Reads and checks time sheets."""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from importlib import resources

COLUMNS = ("day", "person", "project", "hours")


@dataclass(frozen=True)
class Row:
    """One line of a time sheet."""

    day: date
    person: str
    project: str
    hours: Decimal

    @property
    def key(self):
        """What makes a row the same row when it is read again."""
        return f"{self.day}/{self.person}/{self.project}/{self.hours}"


@dataclass(frozen=True)
class Complaint:
    """Something that cannot be right."""

    path: str
    line: int
    what: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.what}"


def projects():
    """Codes of the known projects."""
    text = resources.files("hours").joinpath("data/projects.csv").read_text(encoding="utf-8")
    return {row["code"] for row in csv.DictReader(text.splitlines())}


def read(path):
    """Rows and complaints of one file. Raises OSError."""
    rows, complaints = [], []
    known = projects()
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            return rows, [Complaint(str(path), 1, f"the columns must be {', '.join(COLUMNS)}")]
        for record in reader:
            row, what = _row(record, known)
            if row is None:
                complaints.append(Complaint(str(path), reader.line_num, what))
            else:
                rows.append(row)
    return rows, complaints


def _row(record, known):
    try:
        day = date.fromisoformat(record["day"])
    except (TypeError, ValueError):
        return None, f"{record['day']!r} is not a date"
    try:
        hours = Decimal(record["hours"])
    except (TypeError, InvalidOperation):
        return None, f"{record['hours']!r} is not a number"
    if not 0 < hours <= 24:
        return None, f"{hours} hours do not fit into a day"
    if record["project"] not in known:
        return None, f"there is no project {record['project']!r}"
    return Row(day, record["person"].strip(), record["project"], hours), None
