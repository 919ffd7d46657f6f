import assert from "node:assert/strict";
import { applied, planned, type Texts } from "../plan-kit";

const CODE: Texts = {
  "requirements.txt": "flask\ngunicorn\n",
  "app.py": 'from flask import Flask\napp = Flask(__name__)\n\n@app.route("/")\ndef index():\n    return ""\n',
};

async function compose(lines: string): Promise<string> {
  const dockerfile = `FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n${lines}`;
  return applied({}, await planned({ ...CODE, Dockerfile: dockerfile }))["compose.yaml"] ?? "";
}

const CHECK = "HEALTHCHECK --interval=1m CMD curl -fs http://localhost:80/status/ok || exit 1\n";

describe("the health check of a Dockerfile of one's own", () => {
  it("tells the port and the path where nothing else names a port", async () => {
    const text = await compose(`${CHECK}CMD ["gunicorn", "-c", "conf.py", "app:app"]\n`);
    assert.match(text, /^ +- 127\.0\.0\.1:8080:80$/m);
    assert.match(text, /HTTPConnection\('localhost', 80, .*c\.request\('GET', '\/status\/ok'\)/);
  });

  it("tells the path beside EXPOSE, also where a variable names the port", async () => {
    for (const address of [
      "http://localhost:${PORT:-5000}/up",
      "http://127.0.0.1:$PORT/up",
      "http://localhost:5000/up",
    ])
      assert.match(
        await compose(`EXPOSE 5000\nHEALTHCHECK CMD curl ${address}\nCMD gunicorn app:app -b 0.0.0.0:5000\n`),
        /'localhost', 5000, .*'\/up'/,
        address,
      );
  });

  it("is not taken for the application where it asks another port, or another host", async () => {
    for (const address of ["http://localhost:9100/metrics", "http://metrics/up", "http://localhost:5000/up$PATH_END"])
      assert.match(
        await compose(`EXPOSE 5000\nHEALTHCHECK CMD curl ${address}\nCMD gunicorn app:app -b 0.0.0.0:5000\n`),
        /'localhost', 5000, .*'GET', '\/'\)/,
        address,
      );
  });

  it("and the published port fit the server that the image starts, which says no port", async () => {
    for (const [command, port] of [
      ["waitress-serve app:app", 8080],
      ['["waitress-serve", "--call", "app:create"]', 8080],
      ["flask --app app run --host 0.0.0.0", 5000],
      ["quart --app app run --host 0.0.0.0", 5000],
      ["gunicorn app:app -b 0.0.0.0", 8000],
    ] as const) {
      const text = await compose(`CMD ${command}\n`);
      assert.match(text, new RegExp(`^ +- 127\\.0\\.0\\.1:${port}:${port}$`, "m"), command);
      assert.match(text, new RegExp(`'localhost', ${port}, `), command);
    }
  });

  it("leaves the port below 1024 that the kept command listens on", async () => {
    const text = await compose('CMD ["gunicorn", "--bind", "0.0.0.0:80", "app:app"]\n');
    assert.match(text, /^ +- 127\.0\.0\.1:8080:80$/m);
  });
});
