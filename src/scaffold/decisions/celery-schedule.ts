import type { Recon } from "../../model/recon";
import { plansJobs } from "../../recon/commands/celery-beat";
import { hasOption, setOption } from "./commands";
import { runs } from "./subject";

/** What `beat` and `worker` of all versions understand, and what a worker calls it. */
const SCHEDULE = ["--schedule", "-s", "--schedule-filename"];

/** Whether it keeps what it has started in a file of the working folder, and not in a database or where every user may write. */
export function writesSchedule(recon: Recon, command: readonly string[]): boolean {
  return plansJobs(command) && withSchedule(recon, command) !== command;
}

/**
 * The working folder is read-only, and other folders are those of another machine: the schedule lies where the container
 * may write.
 */
export function withSchedule(recon: Recon, command: readonly string[]): readonly string[] {
  const usesDatabase = hasOption(command, "--scheduler", "-S") || runs(recon, "django-celery-beat");
  const isWritable = command.some(
    (word, at) =>
      /^(?:--schedule(?:-filename)?=|-s)\/tmp\//.test(word) ||
      (word.startsWith("/tmp/") && SCHEDULE.includes(command[at - 1] ?? "")),
  );
  const isKept = isWritable || (usesDatabase && !hasOption(command, ...SCHEDULE));
  return isKept ? command : setOption(command, SCHEDULE, "/tmp/celerybeat-schedule");
}
