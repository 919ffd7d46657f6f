"""Reading and checking."""

import tempfile
import unittest
from decimal import Decimal
from pathlib import Path

from hours import report, sheet

DATA = Path(__file__).parent / "data"


class ReadTest(unittest.TestCase):
    def test_rows(self):
        rows, complaints = sheet.read(DATA / "july.csv")
        self.assertEqual(len(rows), 4)
        self.assertEqual(complaints, [])
        self.assertEqual(rows[0].hours, Decimal("6.5"))

    def test_complaints_name_the_line(self):
        _, complaints = sheet.read(DATA / "broken.csv")
        self.assertEqual([complaint.line for complaint in complaints], [2, 3, 4, 5])

    def test_complaints_say_what_is_wrong(self):
        _, complaints = sheet.read(DATA / "broken.csv")
        what = [complaint.what for complaint in complaints]
        self.assertEqual(
            what,
            [
                "'2025-07-32' is not a date",
                "there is no project 'nope'",
                "25 hours do not fit into a day",
                "'many' is not a number",
            ],
        )

    def test_good_rows_of_a_broken_sheet_are_kept(self):
        rows, _ = sheet.read(DATA / "broken.csv")
        self.assertEqual([row.person for row in rows], ["Bob"])

    def test_other_columns(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "other.csv"
            path.write_text("a,b\n1,2\n")
            rows, complaints = sheet.read(path)
        self.assertEqual(rows, [])
        self.assertIn("the columns must be day", str(complaints[0]))

    def test_projects_come_with_the_package(self):
        self.assertEqual(sheet.projects(), {"adm", "web", "erp", "sup"})


class ReportTest(unittest.TestCase):
    def setUp(self):
        self.rows, _ = sheet.read(DATA / "july.csv")

    def test_sums_by_person(self):
        expected = [("Ada", Decimal("10.75")), ("Bob", Decimal("8"))]
        self.assertEqual(report.sums(self.rows, "person"), expected)

    def test_sums_by_project(self):
        self.assertEqual(report.sums(self.rows, "project")[0], ("web", Decimal("9.75")))

    def test_table_ends_with_the_total(self):
        last = report.table(self.rows, "day").splitlines()[-1]
        self.assertEqual(last.split(), ["total", "18.75"])

    def test_no_rows(self):
        self.assertEqual(report.sums([], "day"), [])
