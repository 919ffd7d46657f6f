import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/image-installs";
import { detect } from "../../../kit/detect";

describe("recon/detectors/image-installs", () => {
  it("lists what only the image installs", async () => {
    const found = await detect(detector, {
      Dockerfile:
        'FROM python:3.11\nRUN pip install --no-cache-dir -r requirements.txt gunicorn==23.0.0 && apt-get install curl\nRUN python -m pip install --upgrade pip "psycopg[binary]"\n',
    });
    assert.deepEqual(found, [
      "extra-dependency gunicorn==23.0.0 @Dockerfile:2",
      "extra-dependency psycopg @Dockerfile:3",
    ]);
  });

  it("leaves out images for an editor", async () => {
    const text = "FROM python:3.11\nRUN pip install mock nose\n";
    assert.deepEqual(await detect(detector, { "docker/vscode/Dockerfile": text }), []);
    assert.equal((await detect(detector, { "docker/worker/Dockerfile": text })).length, 2);
  });

  it("leaves out what only some builds install", async () => {
    const found = await detect(detector, {
      Dockerfile:
        'FROM python:3.11\nARG ENV=live\nRUN ([ "$ENV" = live ] || pip install pytest-cov) && pip install granian\nRUN test "$ENV" = dev && pip install ipdb\n',
    });
    assert.deepEqual(found, ["extra-dependency granian @Dockerfile:3"]);
  });

  it("takes the values of options for no distributions", async () => {
    const found = await detect(detector, {
      Dockerfile:
        "FROM python:3.11\nRUN uv pip install --system --python-preference system --index-strategy unsafe-best-match granian\n",
    });
    assert.deepEqual(found, ["extra-dependency granian @Dockerfile:2"]);
  });
});
