"""The command line."""

import contextlib
import io
import unittest
from pathlib import Path
from unittest import mock

from hours.cli import main

DATA = Path(__file__).parent / "data"


def run(*arguments):
    """Exit code, standard output, standard error."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(argument) for argument in arguments])
    return code, out.getvalue(), err.getvalue()


class CommandTest(unittest.TestCase):
    def test_check(self):
        self.assertEqual(run("check", DATA / "july.csv"), (0, "4 rows are fine.\n", ""))

    def test_check_of_a_broken_sheet(self):
        code, out, err = run("check", DATA / "broken.csv")
        self.assertEqual((code, out), (1, ""))
        self.assertIn("broken.csv:3: there is no project 'nope'", err)

    def test_report(self):
        code, out, _ = run("report", "--by", "project", DATA / "july.csv")
        self.assertEqual(code, 0)
        self.assertIn("web", out)

    def test_a_missing_file(self):
        code, _, err = run("check", DATA / "nope.csv")
        self.assertEqual(code, 2)
        self.assertIn("nope.csv", err)

    def test_push_without_a_token(self):
        with mock.patch.dict("os.environ", {"HOURS_STATE": "/nonexistent/state.json"}, clear=True):
            code, _, err = run("push", DATA / "july.csv")
        self.assertEqual(code, 1)
        self.assertIn("Set HOURS_TOKEN", err)

    def test_no_command(self):
        with self.assertRaises(SystemExit) as caught:
            run()
        self.assertEqual(caught.exception.code, 2)
