import unittest
from unittest import mock

import app


class CountTest(unittest.TestCase):
    def test_counts_today_and_in_all(self):
        with mock.patch.object(app.today, "incr", return_value=2), mock.patch.object(app.store, "add", return_value=7):
            self.assertEqual(app.count(), {"today": 2, "total": 7})

    def test_asks_both_stores(self):
        with mock.patch.object(app.today, "ping") as ping, mock.patch.object(app.store, "total", return_value=0):
            self.assertEqual(app.health(), "ok")
        ping.assert_called_once_with()


if __name__ == "__main__":
    unittest.main()
