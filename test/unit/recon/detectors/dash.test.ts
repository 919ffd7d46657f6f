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
      "dash web app:server = gunicorn app:server --bind 0.0.0.0:8050 :8050 @app.py:3",
    ]);
  });
  it("gives a server the attribute of the application that its script runs, where nothing names the Flask object", async () => {
    const found = await detect(detector, {
      "index.py":
        'from dash import Dash\napp = Dash(__name__)\nif __name__ == "__main__":\n    app.run_server(port=8051)\n',
    });
    assert.deepEqual(found, [
      "framework dash @index.py:2",
      "port 8051 code @index.py:4",
      "dash web index:app.server = waitress-serve --listen=0.0.0.0:8051 index:app.server :8051 @index.py:2",
    ]);
  });
  it("takes it from the script that lays the application out, not from the module that makes it", async () => {
    const found = await detect(detector, {
      "dashboard.py": "from dash import Dash\napp = Dash(__name__)\n",
      "app.py":
        'from dashboard import app\napp.layout = "…"\nif __name__ == "__main__":\n    port = 8052\n    app.run(port=port)\n',
    });
    assert.match(
      found.join("\n"),
      /dash web app:app\.server = waitress-serve --listen=0\.0\.0\.0:8052 app:app\.server/,
    );
  });
  it("runs the script where it adds to the application only when it is run", async () => {
    const late = ['app.layout = "…"', "register(app)", "import pages", 'app.callback("…")'];
    for (const line of late) {
      const found = await detect(detector, {
        "index.py": `from dash import Dash\napp = Dash(__name__)\nif __name__ == "__main__":\n    ${line}\n    app.run(port=8051)\n`,
      });
      assert.match(found.join("\n"), /dash web index\.py = python index\.py :8051/, line);
    }
  });
});
