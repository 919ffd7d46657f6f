"""Configuration of the portal."""

import os


class Configuration(object):
    """Reads the environment when it is made, so tests can make their own."""

    def __init__(self, environ=os.environ):
        self.dsn = environ.get("PORTAL_DSN", "dbname=portal host=localhost user=portal")
        self.log = environ.get("PORTAL_LOG", "/var/log/portal.log")
        try:
            self.secret = environ["PORTAL_SECRET"]
        except KeyError:
            raise SystemExit("PORTAL_SECRET is not set")
