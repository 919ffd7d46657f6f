import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/gunicorn-configuration";
import { detect, evidenceOf } from "../../../kit/detect";

describe("recon/detectors/gunicorn-configuration", () => {
  it("takes application and port", async () => {
    const found = await detect(detector, {
      "gunicorn.conf.py":
        'import os\nbind = f"0.0.0.0:{os.environ.get(\'PORT\', \'8013\')}"\nwsgi_app = "app:app"\nworker_class = "uvicorn.workers.UvicornWorker"\n',
      "app.py": "app = None\n",
    });
    assert.deepEqual(found, [
      "port 8013 server-config @gunicorn.conf.py:2",
      "asgi web app:app = gunicorn --config gunicorn.conf.py --worker-class uvicorn.workers.UvicornWorker app:app :8013 @gunicorn.conf.py:3",
    ]);
  });

  it("lets the folder of another machine be", async () => {
    const evidence = await evidenceOf(detector, {
      "shop/site/gunicorn.py": 'chdir = "/app"\nwsgi_app = "site.wsgi:application"\n',
      "shop/site/__init__.py": "",
      "shop/site/wsgi.py": "application = None\n",
    });
    assert.deepEqual(
      evidence.flatMap(one => (one.claim === "entry-point" ? [one.workingDirectory] : [])),
      ["shop"],
    );
  });
});
