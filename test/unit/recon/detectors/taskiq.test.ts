import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/taskiq";
import { detect } from "../../../kit/detect";

describe("recon/detectors/taskiq", () => {
  it("names the broker", async () => {
    const found = await detect(detector, {
      "tkq.py": 'from taskiq_redis import ListQueueBroker\nbroker = ListQueueBroker("redis://r")\n',
    });
    assert.deepEqual(found, [
      "framework taskiq @tkq.py:2",
      "worker worker tkq:broker = taskiq worker tkq:broker @tkq.py:2",
    ]);
  });

  it("tells the modules of tasks, follows a broker with a result back end, and finds the scheduler", async () => {
    const found = await detect(detector, {
      "app/tq.py":
        "from taskiq import TaskiqScheduler\nfrom taskiq.schedule_sources import LabelScheduleSource\n" +
        "from taskiq_redis import ListQueueBroker, RedisAsyncResultBackend\n" +
        'broker = ListQueueBroker(url="redis://r").with_result_backend(RedisAsyncResultBackend("redis://r"))\n' +
        "scheduler = TaskiqScheduler(broker, [LabelScheduleSource(broker)])\n",
      "app/main.py": "from app.tq import broker\n",
      "app/tasks/mail.py": "from app.tq import broker\n@broker.task\nasync def send(): ...\n",
      "app/tasks/heavy.py":
        'from app.tq import broker\n@broker.task(schedule=[{"cron": "* * * * *"}])\nasync def run(): ...\n',
    });
    assert.deepEqual(found, [
      "framework taskiq @app/tq.py:4",
      "worker worker app.tq:broker = taskiq worker app.tq:broker app.tasks.heavy app.tasks.mail @app/tq.py:4",
      "framework taskiq @app/tq.py:5",
      "beat scheduler app.tq:scheduler = taskiq scheduler app.tq:scheduler app.tasks.heavy app.tasks.mail @app/tq.py:5",
    ]);
  });

  it("finds the scheduler that sends by a broker of FastStream, which has workers of its own", async () => {
    const found = await detect(detector, {
      "plan.py":
        "from taskiq_faststream import BrokerWrapper, StreamScheduler\nsender = BrokerWrapper(broker)\n" +
        "scheduler = StreamScheduler(broker=sender, sources=[])\n",
    });
    assert.deepEqual(found, [
      "framework taskiq @plan.py:3",
      "beat scheduler plan:scheduler = taskiq scheduler plan:scheduler @plan.py:3",
    ]);
  });

  it("starts no worker for a broker in memory", async () => {
    const found = await detect(detector, {
      "tkq.py": "from taskiq import InMemoryBroker\nbroker = InMemoryBroker()\n",
    });
    assert.deepEqual(found, ["framework taskiq @tkq.py:2"]);
  });
});
