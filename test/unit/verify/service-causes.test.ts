import assert from "node:assert/strict";
import type { Place } from "../../../src/model/place";
import type { ServiceReport } from "../../../src/model/verification";
import { serviceCauses } from "../../../src/verify/service-causes";

describe("causes of services that run", () => {
  const places = new Map([["web", { path: "compose.yaml", line: 3 } as Place]]);
  const causesOf = (text: string, answered = false): readonly string[] =>
    serviceCauses(
      {
        services: [{ name: "web", ping: { command: ["GET", "/"], answered, text } } as unknown as ServiceReport],
        migrations: [],
      },
      places,
      ["app/main.py"],
    ).map(({ what, place }) => `${what} ${place?.path}:${place?.line}`);

  it("name the exception of a server that answers nothing and the line of the code", () => {
    const log = `Started reloader process [1]
Traceback (most recent call last):
  File "/opt/venv/lib/python3.11/site-packages/uvicorn/config.py", line 439, in load
    self.loaded_app = import_from_string(self.app)
  File "/app/app/main.py", line 62, in <module>
    app.mount("/static", StaticFiles(directory="app/static"))
  File "/opt/venv/lib/python3.11/site-packages/starlette/staticfiles.py", line 56, in __init__
RuntimeError: Directory 'app/static' does not exist
`;
    assert.deepEqual(causesOf(log), [
      "web did not answer GET /. RuntimeError: Directory 'app/static' does not exist. app/main.py:62",
    ]);
  });

  it("name no exception that the server went on after, only one whose worker is started again", () => {
    const handled = `Traceback (most recent call last):
  File "/app/app/main.py", line 3, in <module>
ModuleNotFoundError: No module named 'fast'
`;
    assert.deepEqual(causesOf(`${handled}using the slow parser\nListening on 8000\n`), [
      "web did not answer GET /. compose.yaml:3",
    ]);
    for (const again of ["[1] [INFO] Booting worker with pid: 9", "INFO:     Child process [9] died"])
      assert.deepEqual(causesOf(`${handled}${again}\n`), [
        "web did not answer GET /. ModuleNotFoundError: No module named 'fast'. app/main.py:3",
      ]);
  });

  it("name the service's own line where its log tells no more, and nothing where it answered", () => {
    assert.deepEqual(causesOf("Listening on 8000\n"), ["web did not answer GET /. compose.yaml:3"]);
    assert.deepEqual(causesOf("Traceback (most recent call last):\nE: x\n", true), []);
  });
});
