"""Pages of the portal."""

import simplejson
from flask import Blueprint, Response, abort, current_app, render_template

blueprint = Blueprint("portal", __name__)


def store():
    return current_app.extensions["store"]


@blueprint.route("/")
def index():
    return render_template("index.html", contracts=store().contracts())


@blueprint.route("/contracts/<number>/readings.json")
def readings(number):
    rows = store().readings(number)
    if not rows:
        abort(404)
    text = simplejson.dumps([{"day": str(row["day"]), "kwh": row["kwh"]} for row in rows])
    return Response(text, mimetype="application/json")


@blueprint.route("/status")
def status():
    alive = store().alive()
    return ("alive\n" if alive else "no database\n"), (200 if alive else 503)
