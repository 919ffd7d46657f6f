import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/readiness-local-time";
import { evidenceOf } from "../../../kit/detect";

async function lines(contents: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await evidenceOf(detector, contents)).map(one =>
    one.claim === "readiness" ? `${one.rule} ${one.place.path}:${one.place.line} ${one.what}` : one.claim,
  );
}

describe("recon/detectors/readiness-local-time", () => {
  it("finds jobs at an hour of the local clock and locales by name", async () => {
    assert.deepEqual(
      await lines({
        "jobs.py":
          'import schedule\nschedule.every().day.at("10:30").do(print)\nfrom apscheduler.schedulers.background import BackgroundScheduler\nclock = BackgroundScheduler()\nclock.add_job(print, "cron", hour=3)\n',
        "money.py": 'import locale\nlocale.setlocale(locale.LC_ALL, "de_DE.UTF-8")\n',
      }),
      [
        "local-time jobs.py:2 a job runs at 10:30 local time",
        "local-time jobs.py:5 a job runs at an hour of local time",
        "local-time money.py:2 the locale de_DE.UTF-8 is needed",
      ],
    );
  });
  it("lets time zones, intervals and the locale of the environment be", async () => {
    assert.deepEqual(
      await lines({
        "jobs.py":
          'import schedule\nschedule.every().day.at("10:30", "Europe/Berlin").do(print)\nschedule.every().hour.at(":30").do(print)\nfrom apscheduler.schedulers.background import BackgroundScheduler\nclock = BackgroundScheduler()\nclock.add_job(print, "cron", hour=3, timezone="Europe/Berlin")\nclock.add_job(print, "interval", minutes=5)\n',
        "money.py": 'import locale\nlocale.setlocale(locale.LC_ALL, "")\nlocale.setlocale(locale.LC_ALL, "C.UTF-8")\n',
      }),
      [],
    );
  });
});
