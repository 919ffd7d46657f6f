import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/systemd";
import { detect } from "../../../kit/detect";

describe("recon/detectors/systemd", () => {
  it("reads what a unit starts", async () => {
    const found = await detect(detector, {
      "deploy/shop.service":
        "[Unit]\nDescription=Shop\n[Service]\nExecStart=/srv/venv/bin/gunicorn app:app --bind 127.0.0.1:8016\n",
      "app.py": "app = None\n",
    });
    assert.deepEqual(found, [
      "wsgi shop app:app = gunicorn app:app --bind 0.0.0.0:8016 :8016 @deploy/shop.service:4",
      "port 8016 server-config @deploy/shop.service:4",
    ]);
  });
  it("leaves units of examples and of machines for development", async () => {
    const unit = "[Service]\nExecStart=/srv/venv/bin/gunicorn app:app --bind 127.0.0.1:8016\n";
    const found = await detect(detector, {
      "docs/examples/shop.service": unit,
      "devel/containers/shop.service": unit,
      "app.py": "app = None\n",
    });
    assert.deepEqual(found, []);
  });
  it("takes a time for a line that grows with it alone", async () => {
    const start = performance.now();
    await detect(detector, { "deploy/shop.service": `[Service]\nExecStart=${"-".repeat(40_000)}\n` });
    assert.ok(performance.now() - start < 1000);
  });
  it("calls a command of the project's own by its name, wherever a machine has it", async () => {
    const found = await detect(detector, {
      "deploy/shop.service": "[Service]\nExecStart=/usr/local/bin/shop server 0.0.0.0:8000\n",
      "deploy/bound.service": "[Service]\nExecStart=/srv/bin/shop start -b 0.0.0.0:8123\n",
      "deploy/stop.service": "[Service]\nExecStart=/usr/bin/shop-worker stop /srv\n",
      "pyproject.toml":
        '[project]\nname = "shop"\n[project.scripts]\nshop = "shop.cli:main"\nshop-worker = "shop.cli:main"\n',
      "shop/cli.py": "def main(): pass\n",
    });
    assert.deepEqual(found, [
      "server bound shop = shop start -b 0.0.0.0:8123 :8123 @deploy/bound.service:2",
      "port 8123 server-config @deploy/bound.service:2",
      "server shop shop = shop server 0.0.0.0:8000 :8000 @deploy/shop.service:2",
      "port 8000 server-config @deploy/shop.service:2",
      "cli stop shop-worker = shop-worker stop /srv @deploy/stop.service:2",
    ]);
  });

  it("leaves a template whose program and application are filled in where it is installed", async () => {
    const of = (command: string): Promise<readonly string[]> =>
      detect(detector, { "deploy/shop.service": `[Service]\nExecStart=${command}\n`, "app.py": "app = None\n" });
    assert.deepEqual(await of("${ROOT}/venv/bin/gunicorn ${APP_NAME}.wsgi --bind unix:/run/x"), []);
    assert.equal((await of("${ROOT}/venv/bin/gunicorn app:app"))[0]?.startsWith("wsgi shop app:app"), true);
    assert.equal((await of("/srv/bin/gunicorn app:app --workers ${COUNT}"))[0]?.startsWith("wsgi shop app:app"), true);
  });

  it("takes what the unit sets, and leaves addresses of its machine to the container", async () => {
    const found = await detect(detector, {
      "etc/shop-worker@.service": [
        "[Service]",
        'Environment="REDIS_HOST=127.0.0.1"',
        "Environment=POOL=solo",
        "ExecStart=/usr/bin/celery \\",
        "  --broker redis://${REDIS_HOST}:6379/0 --app shop worker \\",
        "  --pool ${POOL} --hostname shop%i@%%h",
        "",
      ].join("\n"),
      "shop.py": "from celery import Celery\napp = Celery()\n",
    });
    assert.deepEqual(found, [
      "framework celery @etc/shop-worker@.service:4",
      'worker shop-worker shop = sh -c exec celery --broker "redis://${REDIS_HOST}:6379/0" --app shop worker --pool solo --hostname shop1@%h @etc/shop-worker@.service:4',
    ]);
  });
});
