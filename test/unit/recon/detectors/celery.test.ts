import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/celery";
import { detect } from "../../../kit/detect";

describe("recon/detectors/celery", () => {
  it("finds worker and beat", async () => {
    const found = await detect(detector, {
      "shop/__init__.py": "",
      "shop/tasks.py":
        'from celery import Celery\n\nqueue = Celery("shop")\nqueue.conf.beat_schedule = {"nightly": {"task": "report"}}\n\n@queue.task\ndef report():\n    pass\n',
    });
    assert.deepEqual(found, [
      "framework celery @shop/tasks.py:3",
      "worker worker shop.tasks = celery -A shop.tasks worker --loglevel=info @shop/tasks.py:3",
      "beat beat shop.tasks = celery -A shop.tasks beat --loglevel=info --schedule /tmp/celerybeat-schedule @shop/tasks.py:3",
    ]);
  });
  it("names the package whose celery module it is", async () => {
    const found = await detect(detector, {
      "config/__init__.py": "from .celery import app\n",
      "config/celery.py": 'import celery\napp = celery.Celery("config")\napp.autodiscover_tasks()\n',
    });
    assert.deepEqual(found, [
      "framework celery @config/celery.py:2",
      "worker worker config = celery -A config worker --loglevel=info @config/celery.py:2",
    ]);
  });
  it("starts no worker for a client that only sends", async () => {
    const found = await detect(detector, {
      "send.py": 'from celery import Celery\nclient = Celery(broker="redis://r")\nclient.send_task("x")\n',
    });
    assert.deepEqual(found, ["framework celery @send.py:2"]);
  });
});
