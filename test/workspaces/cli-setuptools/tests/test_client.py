"""Sending rows; no server is needed."""

import tempfile
import unittest
from pathlib import Path
from unittest import mock

import requests

from hours import client, config, sheet

DATA = Path(__file__).parent / "data"


class PushTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.state = Path(folder.name) / "state" / "sent.json"
        self.rows, _ = sheet.read(DATA / "july.csv")
        self.server = config.Server("http://tracker.invalid/api", "secret", 5)
        self.session = mock.Mock(headers={})

    def push(self):
        return client.push(self.rows, self.server, client.Sent(self.state), self.session)

    def test_all_rows_are_sent(self):
        self.assertEqual(self.push(), 4)
        url = self.session.post.call_args_list[0].args[0]
        self.assertEqual(url, "http://tracker.invalid/api/rows")

    def test_the_token_is_sent(self):
        self.push()
        self.assertEqual(self.session.headers["Authorization"], "Bearer secret")

    def test_rows_are_sent_once(self):
        self.push()
        self.assertEqual(self.push(), 0)

    def test_a_failure_keeps_what_was_sent(self):
        self.session.post.side_effect = [mock.Mock(), requests.ConnectionError("no route")]
        with self.assertRaisesRegex(client.ServerError, "no route"):
            self.push()
        self.session.post.side_effect = None
        self.assertEqual(self.push(), 3)


class ConfigTest(unittest.TestCase):
    def test_defaults(self):
        with mock.patch.dict("os.environ", {"HOURS_TOKEN": "t"}, clear=True):
            self.assertEqual(config.server(), config.Server("http://localhost:8080/api", "t", 15.0))

    def test_the_token_has_no_default(self):
        with mock.patch.dict("os.environ", clear=True):
            with self.assertRaisesRegex(config.ConfigError, "HOURS_TOKEN"):
                config.server()

    def test_a_timeout_must_be_a_number(self):
        with mock.patch.dict("os.environ", {"HOURS_TOKEN": "t", "HOURS_TIMEOUT": "soon"}):
            with self.assertRaisesRegex(config.ConfigError, "HOURS_TIMEOUT"):
                config.server()
