import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/connexion";
import { dependency, detect } from "../../../kit/detect";

describe("recon/detectors/connexion", () => {
  it("is served by ASGI", async () => {
    const found = await detect(detector, { "run.py": "import connexion\napp = connexion.FlaskApp(__name__)\n" });
    assert.deepEqual(found, [
      "framework connexion @run.py:2",
      "asgi web run:app = uvicorn run:app --host 0.0.0.0 --port 8080 :8080 @run.py:2",
    ]);
  });

  it("is served by WSGI up to its release 2", async () => {
    const code = { "run.py": "import connexion\napp = connexion.App(__name__)\n" };
    const served = async (specifier: string): Promise<string> =>
      (await detect(detector, code, [dependency("connexion", { specifier })])).join("\n");
    for (const old of ["==2.14.2", "<3"]) assert.match(await served(old), /wsgi web run:app = gunicorn run:app /);
    for (const today of ["==3.1.0", ">=2.14"]) assert.match(await served(today), /asgi web run:app = uvicorn run:app /);
  });
});
