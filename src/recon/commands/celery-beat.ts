import { nameOf } from "../../model/paths";
import { readCommand } from "./read-command";
import { simpleCommands } from "./simple-commands";

/** Alone or among other flags without values, as click takes them: `-EB`. */
const EMBEDDED = /^(?:--beat|-[BDE]*B[BDE]*)$/;

/** Whether a command plans jobs: Celery's `beat`, or a worker that is its own (`worker -B`; Celery: "Periodic Tasks"). */
export function plansJobs(words: readonly string[]): boolean {
  const [program = "", flags = "", text = ""] = words;
  if (/^(?:ba|da|z)?sh$/.test(nameOf(program)) && /^-\w*c$/.test(flags))
    return simpleCommands(text).some(command => plansJobs(command.words));
  const read = readCommand(words);
  return (
    read?.tool === "celery" &&
    (read.role === "beat" || (read.role === "worker" && words.some(word => EMBEDDED.test(word))))
  );
}
