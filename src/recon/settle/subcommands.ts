import type { Evidence } from "../../model/evidence";
import { scriptRole } from "../commands/console-scripts";
import { sourceRank } from "./source-order";

type EntryEvidence = Extract<Evidence, { claim: "entry-point" }>;

/**
 * `python -m shop run-worker` beside `python -m shop run-scheduler`: where a deployment starts one program with several
 * commands, each is a process of its own, and the program without one is none.
 */
export function withSubcommands(evidence: readonly EntryEvidence[]): readonly EntryEvidence[] {
  const verbs = new Map<string, Set<string>>();
  for (const one of evidence) {
    const verb = isDeployed(one) ? verbOf(one) : null;
    if (verb !== null) verbs.set(programOf(one), (verbs.get(programOf(one)) ?? new Set()).add(verb));
  }
  const isSplit = (one: EntryEvidence): boolean => (verbs.get(programOf(one))?.size ?? 0) > 1;
  return evidence.flatMap(one => {
    if (!STAYS_OPEN.has(one.kind) || !isSplit(one)) return [one];
    const verb = verbOf(one);
    if (verb === null) return one.source === "code" && one.kind !== "cli" ? [] : [one];
    return [{ ...one, kind: kindOf(one, verb), target: one.command.slice(0, verbAt(one) + 1).join(" ") }];
  });
}

/** What another word may make another process of. */
const STAYS_OPEN: ReadonlySet<string> = new Set(["script", "cli", "worker", "beat", "bot"]);

function isDeployed({ kind, source }: EntryEvidence): boolean {
  return STAYS_OPEN.has(kind) && sourceRank(source) < sourceRank("task-runner");
}

function programOf({ command, workingDirectory }: EntryEvidence): string {
  const [first = "", second = "", third = ""] = command;
  return [workingDirectory, first, second, second === "-m" ? third : ""].join("\0");
}

function verbAt({ command }: EntryEvidence): number {
  return command[1] === "-m" ? 3 : 2;
}

/** `run-worker` of `python -m shop run-worker low`. */
function verbOf(one: EntryEvidence): string | null {
  const [program = "", script = ""] = one.command;
  const verb = one.command[verbAt(one)] ?? "";
  if (!/^python[\d.]*$/.test(program) || !/^-m$|\.py$/.test(script) || script.endsWith("manage.py")) return null;
  return /^[a-z][a-z\d_:-]*$/.test(verb) ? verb : null;
}

function kindOf(one: EntryEvidence, verb: string): EntryEvidence["kind"] {
  if (/(?:^|[-_:])(?:scheduler|beat|cron)$/.test(verb)) return "beat";
  return scriptRole(["python", verb]) === "worker" || /(?:^|[-_:])listener$/.test(verb) ? "worker" : one.kind;
}
