import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/readiness-loopback-bind";
import { evidenceOf } from "../../../kit/detect";

async function lines(contents: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await evidenceOf(detector, contents)).map(one =>
    one.claim === "readiness" ? `${one.rule} ${one.place.path}:${one.place.line} ${one.what}` : one.claim,
  );
}

describe("recon/detectors/readiness-loopback-bind", () => {
  it("finds servers in code and in scripts", async () => {
    assert.deepEqual(
      await lines({
        "run.py": 'import uvicorn\nuvicorn.run("app:app", host="127.0.0.1")\n',
        "start.sh": "gunicorn app:app --bind 127.0.0.1:8000\n",
      }),
      [
        "loopback-bind run.py:2 the server listens on 127.0.0.1",
        "loopback-bind start.sh:1 the server listens on 127.0.0.1:8000",
      ],
    );
  });
  it("finds a server whose host stands in a dictionary that is spread over the call", async () => {
    const run = (host: string) =>
      lines({
        "run.py": "from aiohttp import web\nimport config\nweb.run_app(web.Application(), **config.OPTIONS)\n",
        "config.py": `OPTIONS = {"host": "${host}", "port": 9000}\n`,
      });
    assert.deepEqual(await run("localhost"), ["loopback-bind run.py:3 the server listens on localhost"]);
    assert.deepEqual(await run("0.0.0.0"), []);
  });
  it("lets servers for all be", async () => {
    assert.deepEqual(await lines({ "run.py": 'import uvicorn\nuvicorn.run("app:app", host="0.0.0.0")\n' }), []);
  });
  it("lets clients be, which take the same options, and scripts of CI", async () => {
    assert.deepEqual(
      await lines({
        "wait.sh":
          "mysql -h 127.0.0.1 -u root\npsql --host localhost -c 'select 1'\nredis-cli -h localhost ping && flask run -h localhost\n",
        ".ci/serve.sh": "gunicorn app:app --bind 127.0.0.1:8000\n",
      }),
      ["loopback-bind wait.sh:3 the server listens on localhost"],
    );
  });
  it("lets the search for a free port be", async () => {
    assert.deepEqual(await lines({ "port.py": 'import socket\ns = socket.socket()\ns.bind(("127.0.0.1", 0))\n' }), []);
  });
});
