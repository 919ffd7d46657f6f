import type { EntryEvidence } from "../../model/evidence";
import { parentOf } from "../../model/paths";
import type { PythonProject } from "../../python/project";
import type { Workspace } from "../../workspace/workspace";
import { declaredCommands } from "../commands/command-paths";
import { scriptRole } from "../commands/console-scripts";
import { resolveTarget } from "../targets/resolve-target";
import { sourceRank } from "./source-order";

/**
 * `python -m shop run-worker` beside `python -m shop run-scheduler`: where one deployment starts one program with several
 * commands that its code declares, each is a process of its own, and the program without one is none. Any other word
 * (`python main.py prod`) only says how the same process runs.
 */
export function withSubcommands(
  workspace: Workspace,
  project: PythonProject,
  evidence: readonly EntryEvidence[],
): readonly EntryEvidence[] {
  const verbs = new Map<string, Map<string, Set<string>>>();
  for (const one of evidence) {
    const verb = isDeployed(one) ? verbOf(one) : null;
    if (verb === null) continue;
    const deployments = verbs.get(programOf(one)) ?? new Map<string, Set<string>>();
    verbs.set(programOf(one), deployments);
    deployments.set(deploymentOf(one), (deployments.get(deploymentOf(one)) ?? new Set()).add(verb));
  }
  const split = new Map<string, ReadonlySet<string>>();
  for (const one of evidence) {
    const program = programOf(one);
    const deployments = [...(verbs.get(program)?.values() ?? [])];
    if (split.has(program) || !deployments.some(({ size }) => size > 1)) continue;
    const { path } = resolveTarget(workspace, project, programName(one), [...new Set([one.workingDirectory, ""])]);
    const declared = path === null ? new Set<string>() : declaredCommands(project, path);
    const isSplit = deployments.some(each => [...each].filter(verb => declared.has(verb)).length > 1);
    split.set(program, isSplit ? declared : new Set());
  }
  // What the code shows the program to be is what its commands are, where their names say nothing.
  const shown = new Map(
    evidence.flatMap(one =>
      one.source === "code" && verbOf(one) === null && one.kind !== "cli" ? [[programOf(one), one.kind] as const] : [],
    ),
  );
  return evidence.flatMap(one => {
    const declared = split.get(programOf(one));
    if (!STAYS_OPEN.has(one.kind) || !declared?.size) return [one];
    const verb = verbOf(one);
    if (verb === null) return one.source === "code" && one.kind !== "cli" ? [] : [one];
    if (!declared.has(verb)) return [one];
    const kind = one.kind === "script" || one.kind === "cli" ? (shown.get(programOf(one)) ?? one.kind) : one.kind;
    return [{ ...one, kind: kindOf(kind, verb), target: one.command.slice(0, verbAt(one) + 1).join(" ") }];
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

/** Compose files of one folder replace or overlay each other; elsewhere a folder of manifests is one deployment. */
function deploymentOf({ source, place }: EntryEvidence): string {
  return source === "compose" ? place.path : parentOf(place.path);
}

/** `shop` of `python -m shop run-worker`, `main.py` of `python main.py prod`. */
function programName({ command }: EntryEvidence): string {
  return command[command[1] === "-m" ? 2 : 1] ?? "";
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

function kindOf(shown: EntryEvidence["kind"], verb: string): EntryEvidence["kind"] {
  if (/(?:^|[-_:])(?:scheduler|beat|cron)$/.test(verb)) return "beat";
  return scriptRole(["python", verb]) === "worker" || /(?:^|[-_:])listener$/.test(verb) ? "worker" : shown;
}
