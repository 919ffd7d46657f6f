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
  it("names the queues that Flask-RQ2 fills, with the usual one, unless its settings name them", async () => {
    const worker = async (more: string) => {
      const code = `from flask import Flask\nfrom flask_rq2 import RQ\nfrom rq import Queue\napp = Flask(__name__)\nrq = RQ(app)\n${more}`;
      const found = await detect(detector, { "app.py": code });
      return /= (flask .*) @/.exec(found.find(line => line.startsWith("worker")) ?? "")?.[1];
    };
    const job = (queue: string): string => `@rq.job${queue}\ndef send():\n    pass\n`;
    assert.equal(await worker(job('("mail")')), "flask rq worker default mail");
    assert.equal(await worker(`${job("")}mails = Queue("mails")\n`), "flask rq worker default mails");
    assert.equal(await worker('rq.get_queue("low").enqueue(print)\n'), "flask rq worker default low");
    for (const queue of ["", "()"]) assert.equal(await worker(job(queue)), "flask rq worker");
    for (const setting of [
      'app.config["RQ_QUEUES"] = ["a"]',
      'app.config.update(RQ_QUEUES=["a"])',
      'app.config.from_mapping({"RQ_QUEUES": ["a"]})',
      'class Config:\n    RQ_QUEUES = ["a"]',
      'rq.queues = ["a"]',
    ])
      assert.equal(await worker(`${setting}\n${job('("mail")')}`), "flask rq worker", setting);
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
