import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/arq";
import { detect } from "../../../kit/detect";

describe("recon/detectors/arq", () => {
  it("names the settings class", async () => {
    const found = await detect(detector, {
      "work.py": "from arq import cron\n\nclass WorkerSettings:\n    functions = []\n",
    });
    assert.deepEqual(found, [
      "framework arq @work.py:1",
      "worker worker work.WorkerSettings = arq work.WorkerSettings @work.py:3",
    ]);
  });

  it("takes the name of the class for enough beside arq, where a base class has what it runs", async () => {
    const found = await detect(detector, {
      "worker.py":
        "from arq import cron\n\nclass Base:\n    functions = []\n\nclass WorkerSettings(Base):\n    queue_name = 'q'\n",
    });
    assert.deepEqual(found, [
      "framework arq @worker.py:1",
      "worker worker worker.WorkerSettings = arq worker.WorkerSettings @worker.py:6",
    ]);
  });

  it("finds the class in a file that takes arq's settings from another", async () => {
    const found = await detect(detector, {
      "core/queue.py": 'from arq.connections import RedisSettings\nredis_settings = RedisSettings(host="redis")\n',
      "worker.py":
        "from core.queue import redis_settings\n\nclass WorkerSettings:\n    functions = []\n    redis_settings = redis_settings\n",
      "other.py": "class WorkerSettings:\n    size = 1\n",
    });
    assert.deepEqual(found, [
      "framework arq @core/queue.py:1",
      "worker worker worker.WorkerSettings = arq worker.WorkerSettings @worker.py:3",
    ]);
  });
});
