"""Logging: always to a file, which the office's log viewer reads; to the console as well."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from flask import Flask

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def configure_logging(app: Flask) -> None:
    """Attach the handlers. The tests leave logging alone."""
    app.logger.setLevel(app.config["LOG_LEVEL"])
    if app.testing:
        return
    folder = Path(app.config["LOG_FOLDER"])
    folder.mkdir(exist_ok=True)
    handler = RotatingFileHandler(folder / "shop.log", maxBytes=1_000_000, backupCount=5)
    handler.setFormatter(logging.Formatter(FORMAT))
    app.logger.addHandler(handler)
    app.logger.info("shop started")
