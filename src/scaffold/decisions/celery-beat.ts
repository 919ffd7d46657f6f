import type { Recon } from "../../model/recon";
import { startCommands } from "../layout/listening";
import { hasOption, programName, setOption } from "./commands";
import { runs } from "./subject";

const SCHEDULE = ["--schedule", "-s"];

/** Whether a command plans jobs: Celery's `beat`, or a worker that is its own (`worker -B`; Celery: "Periodic Tasks"). */
export function plansJobs(command: readonly string[]): boolean {
  if (command[1] === "-c") return startCommands(command[2] ?? "").some(plansJobs);
  return programName(command) === "celery" && (command.includes("beat") || hasOption(command, "-B", "--beat"));
}

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
  const isWritable = command.some(word => /^(?:--schedule=|-s)?\/tmp\//.test(word));
  const isKept = isWritable || (usesDatabase && !hasOption(command, ...SCHEDULE));
  return isKept ? command : setOption(command, SCHEDULE, "/tmp/celerybeat-schedule");
}
