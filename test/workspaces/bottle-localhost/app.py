"""Counts visits: one page that says how many there were today and in all."""

import datetime

import bottle
import redis

import store

app = bottle.Bottle()
today = redis.Redis()


@app.get("/health")
def health():
    store.total()
    today.ping()
    return "ok"


@app.get("/")
def count():
    day = datetime.date.today().isoformat()
    return {"today": today.incr("visits-" + day), "total": store.add(day)}


if __name__ == "__main__":
    app.run(host="localhost", port=8080)
