"""The Dash application; ``server`` is its WSGI application."""

import os

from dash import Dash, Input, Output, dcc, html

from tides.fit import fit
from tides.record import load

app = Dash(__name__, title="Tides")
server = app.server

record = load()
level, amplitudes = fit(record)

app.layout = html.Main(
    [
        html.H1("Tides"),
        dcc.Dropdown(["record", "fit", "residual"], "record", id="series"),
        dcc.Graph(id="graph"),
        html.Ul([html.Li(f"{name}: {size:.2f} m") for name, size in amplitudes.items()]),
    ]
)


@app.callback(Output("graph", "figure"), Input("series", "value"))
def draw(name):
    """The chosen series as a figure."""
    series = {"record": record, "fit": level, "residual": record - level}[name]
    points = {"x": series.index.tolist(), "y": series.round(3).tolist(), "name": name}
    return {"data": [points], "layout": {"yaxis": {"title": "m"}}}


@server.get("/alive")
def alive():
    """For the monitoring."""
    return {"hours": len(record)}


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=8050, debug=os.environ.get("TIDES_DEBUG") == "1")
