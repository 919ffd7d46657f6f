import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/rq";
import { detect } from "../../../kit/detect";

describe("recon/detectors/rq", () => {
  it("names the queues that are filled", async () => {
    const found = await detect(detector, {
      "jobs.py": 'from redis import Redis\nfrom rq import Queue\nqueue = Queue("mails", connection=Redis())\n',
    });
    assert.deepEqual(found, [
      "framework rq @jobs.py:3",
      "environment @jobs.py:3",
      "worker worker rq = rq worker mails @jobs.py:3",
    ]);
  });
  it("names the queues that jobs of Flask-RQ2 fill, with the usual one", async () => {
    const code = (queue: string): string =>
      `from flask_rq2 import RQ\nrq = RQ()\n@rq.job(${queue})\ndef send():\n    pass\n`;
    const worker = async (queue: string) =>
      (await detect(detector, { "app.py": code(queue) })).find(line => line.startsWith("worker"));
    assert.match((await worker('"mail"')) ?? "", /flask rq worker default mail/);
    assert.match((await worker("")) ?? "", /flask rq worker(?! default)/);
  });
  it("starts no worker for queues that a dashboard only looks into", async () => {
    const made =
      "from rq import Queue\ndef look(name, connection):\n    queue = Queue(name, connection=connection)\n    first = Queue(connection=connection)\n";
    const worker = "worker worker rq = rq worker @web.py:3";
    const lists = `${made}    for one in Queue.all(connection=connection): print(one)\n`;
    assert.deepEqual(await detect(detector, { "web.py": lists }), ["framework rq @web.py:3"]);
    for (const code of [made, `${lists}    queue.enqueue(print)\n`])
      assert.equal((await detect(detector, { "web.py": code })).at(-1), worker);
  });
  it("runs a script with a worker of its own", async () => {
    const found = await detect(detector, {
      "worker.py": 'from rq import Worker\nif __name__ == "__main__":\n    Worker(["default"]).work()\n',
    });
    assert.deepEqual(found, ["framework rq @worker.py:3", "worker worker worker.py = python worker.py @worker.py:3"]);
  });
});
