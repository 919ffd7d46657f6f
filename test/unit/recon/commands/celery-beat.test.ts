import assert from "node:assert/strict";
import { plansJobs } from "../../../../src/recon/commands/celery-beat";
import { splitWords } from "../../../../src/workspace/split-words";

describe("a command that plans jobs", () => {
  it("is Celery's beat, or a worker that is told to be one too, however it is started", () => {
    for (const command of [
      "celery -A shop beat",
      "celery -A shop worker -B",
      "celery -A shop worker --beat",
      "celery -A shop worker -l INFO -EB",
      "python -m celery -A shop beat",
      "sh -c 'exec celery -A shop worker -B'",
      "celerybeat",
    ])
      assert.ok(plansJobs(splitWords(command)), command);
  });

  it("is no worker whose application or queue bears the name", () => {
    for (const command of [
      "celery -A beat worker",
      "celery -A shop worker -Q beat",
      "gunicorn -b :80 beat",
      "rq worker -B",
    ])
      assert.ok(!plansJobs(splitWords(command)), command);
  });
});
