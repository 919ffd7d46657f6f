import { isOwnCode } from "../integrations/own-code";
import { defineDetector } from "../define-detector";
import { subcommandEvidence } from "../workers/subcommand-evidence";
import { scriptEvidence } from "../workers/script-evidence";

const SCHEDULER = { kind: "beat", name: "scheduler" } as const;

/** APScheduler processes of their own: a blocking scheduler; one in the background is part of another process. */
export const detector = defineDetector({
  id: "apscheduler",
  title: "APScheduler processes",
  reads: {
    calls: [
      "apscheduler.schedulers.blocking.BlockingScheduler",
      "apscheduler.schedulers.background.BackgroundScheduler",
      "apscheduler.schedulers.asyncio.AsyncIOScheduler",
    ],
  },
  detect: context =>
    context.calls
      .filter(({ file }) => isOwnCode(file))
      .flatMap(({ file, call, name }) => [
        { claim: "framework" as const, name: "apscheduler", place: context.project.place(file, call.offset) },
        ...(name.endsWith("BlockingScheduler")
          ? [
              subcommandEvidence(context, file, call, SCHEDULER) ??
                scriptEvidence(context, file, call.offset, SCHEDULER),
            ]
          : []),
      ]),
});
