"""The web application: ``gunicorn guestbook.app:app``."""

import os

import redis
from flask import Flask, current_app, redirect, render_template, request, session

from guestbook import store

app = Flask(__name__)
app.secret_key = os.environ["SESSION_SECRET"]
app.config["STORE"] = store.connect()


@app.get("/")
def index():
    entries = store.newest(current_app.config["STORE"])
    return render_template("index.html", entries=entries, name=session.get("name", ""))


@app.post("/")
def sign():
    name = request.form.get("name", "").strip()[:40]
    text = request.form.get("text", "").strip()[:500]
    if not name or not text:
        return "Name and text are needed.\n", 400
    session["name"] = name
    store.add(current_app.config["STORE"], name, text)
    return redirect("/")


@app.get("/health")
def health():
    try:
        current_app.config["STORE"].ping()
    except redis.RedisError:
        return {"redis": False}, 503
    return {"redis": True}
