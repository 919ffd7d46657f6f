import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/readiness-stop-signal";
import { evidenceOf } from "../../../kit/detect";

async function lines(contents: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await evidenceOf(detector, contents)).map(one =>
    one.claim === "readiness" ? `${one.rule} ${one.place.path}:${one.place.line} ${one.what}` : one.claim,
  );
}

describe("recon/detectors/readiness-stop-signal", () => {
  it("finds loops without a handler and servers started without exec", async () => {
    assert.deepEqual(
      await lines({
        "jobs.py":
          "import schedule\nimport time\ndef main():\n    while True:\n        schedule.run_pending()\n        time.sleep(1)\n",
        "clock.py":
          "from apscheduler.schedulers.blocking import BlockingScheduler\nclock = BlockingScheduler()\nclock.start()\n",
        "entrypoint.sh": "#!/bin/sh\npython manage.py migrate\ngunicorn app:app --bind 0.0.0.0:8000\n",
      }),
      [
        "stop-signal clock.py:3 a blocking scheduler handles no stop signal",
        "stop-signal jobs.py:5 a loop of schedule handles no stop signal",
        "stop-signal entrypoint.sh:3 gunicorn is started without exec",
      ],
    );
  });
  it("lets handlers, exec and scripts that end be", async () => {
    assert.deepEqual(
      await lines({
        "jobs.py":
          "import schedule\nimport signal\nimport sys\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit(0))\ndef main():\n    while True:\n        schedule.run_pending()\n",
        "entrypoint.sh": "#!/bin/sh\npython manage.py migrate\nexec gunicorn app:app\n",
        "start.sh": "#!/bin/sh\npython manage.py migrate\n",
        "lib.sh": "#!/bin/sh\ngunicorn app:app\n",
      }),
      [],
    );
  });
});
