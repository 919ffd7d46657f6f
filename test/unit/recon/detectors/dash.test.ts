import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/dash";
import { detect } from "../../../kit/detect";

describe("recon/detectors/dash", () => {
  it("gives a server the Flask object by its own name", async () => {
    const found = await detect(detector, {
      "app.py":
        'import dash\napp = dash.Dash(__name__)\nserver = app.server\nif __name__ == "__main__":\n    app.run(debug=True)\n',
    });
    assert.deepEqual(found, [
      "framework dash @app.py:2",
      "dash web app:server = gunicorn --bind 0.0.0.0:8050 app:server :8050 @app.py:3",
    ]);
  });
  it("runs the script where the server has no name", async () => {
    const found = await detect(detector, {
      "index.py":
        'from dash import Dash\napp = Dash(__name__)\nif __name__ == "__main__":\n    app.run_server(port=8051)\n',
    });
    assert.deepEqual(found, [
      "framework dash @index.py:2",
      "port 8051 code @index.py:4",
      "dash web index.py = python index.py :8051 @index.py:4",
    ]);
  });
});
