"""Configuration from the environment."""

from os import environ
from urllib.parse import quote


class Config:
    """Defaults; the tests replace some."""

    SECRET_KEY = environ.get("FLASK_SECRET", "")
    SQLALCHEMY_ENGINE_OPTIONS = {"pool_recycle": 280, "pool_pre_ping": True}

    @staticmethod
    def database_uri():
        """Address of the MySQL server."""
        return "mysql+pymysql://{user}:{password}@{host}:{port}/{name}?charset=utf8mb4".format(
            user=environ.get("MYSQL_USER", "root"),
            password=quote(environ.get("MYSQL_PASSWORD", ""), safe=""),
            host=environ.get("MYSQL_HOST") or "localhost",
            port=environ.get("MYSQL_PORT") or "3306",
            name=environ.get("MYSQL_DATABASE", "inventory"),
        )
