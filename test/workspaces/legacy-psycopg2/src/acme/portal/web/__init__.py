"""The web part of the portal: ``acme.portal.web:create_app()``."""

import logging

from flask import Flask

from acme.portal.config import Configuration
from acme.portal.data.contracts import Store
from acme.portal.web.views import blueprint


def create_app(configuration=None, store=None):
    """Application factory."""
    configuration = configuration or Configuration()
    app = Flask(__name__)
    app.secret_key = configuration.secret
    app.extensions["store"] = store or Store(configuration.dsn)
    if configuration.log == "-":
        handler = logging.StreamHandler()
    else:
        handler = logging.FileHandler(configuration.log)
    app.logger.addHandler(handler)
    app.register_blueprint(blueprint)
    return app
