import type { EntryEvidence } from "../../model/evidence";
import type { PythonFile, PythonProject } from "../../python/project";
import type { Workspace } from "../../workspace/workspace";
import { plansJobs } from "../commands/celery-beat";
import { importedFile } from "../django/sites";
import { resolveTarget } from "../targets/resolve-target";
import { importersOf } from "../targets/script-for";
import { isDagsterServer, isDagsterTried, isLoadedElsewhere, isManagedBy, isSameTool } from "./same-tool";
import { sourceRank } from "./source-order";

/** `celery beat` that names no application runs the one that the code has: elsewhere a variable of the shell names it. */
export function withCeleryNamed(evidence: readonly EntryEvidence[]): readonly EntryEvidence[] {
  const namesNone = ({ command }: EntryEvidence): boolean =>
    command[0] === "celery" && !command.some(word => /^(?:-A|--app\b)/.test(word));
  const first = evidence.find(
    ({ source, command }) => source === "code" && command[0] === "celery" && command[1] === "-A",
  );
  if (!first) return evidence;
  const named = (command: readonly string[]): readonly string[] => ["celery", "-A", first.target, ...command.slice(1)];
  return evidence.map(one =>
    namesNone(one)
      ? {
          ...one,
          target: first.target,
          command: named(one.command),
          devCommand: one.devCommand && named(one.devCommand),
          workingDirectory: first.workingDirectory,
        }
      : one,
  );
}

/** The file of `celery -A target`: the module, or the `celery` module of a package (`celery.app.utils.find_app`). */
export function celeryFile(workspace: Workspace, project: PythonProject, one: EntryEvidence): string | null {
  const folders = [...new Set([one.workingDirectory, ""])];
  const inside = resolveTarget(workspace, project, `${one.target.split(":", 1)[0] ?? ""}.celery`, folders);
  if (inside.path !== null) return inside.path;
  const { file, path } = resolveTarget(workspace, project, one.target.split(":", 1)[0] ?? "", folders);
  if (!file || makesCelery(file)) return path;
  // `celery -A app.worker` where that module takes the application from another one.
  const source = file.facts.imports
    .map(({ module, level }) => importedFile(project, file, module, level))
    .find(other => other && makesCelery(other));
  return source?.path ?? path;
}

function makesCelery(file: PythonFile): boolean {
  return file.facts.calls.some(({ callee }) => /(?:^|\.)Celery$/.test(callee));
}

export function queueOf(one: EntryEvidence): string {
  const inShell = /\s(?:-Q|--queues)[ =]?(\S+)/.exec(one.command[0] === "sh" ? (one.command[2] ?? "") : "");
  if (inShell) return inShell[1] ?? "";
  const at = one.command.findIndex(word => word === "-Q" || word === "--queues");
  return at < 0 ? (one.command.find(word => /^(?:-Q.|--queues=)/.test(word)) ?? "") : (one.command[at + 1] ?? "");
}

/** Workers that the code suggests are not told beside those that a deployment names. */
export function withoutShadowedWorkers(
  workspace: Workspace,
  project: PythonProject,
  evidence: readonly EntryEvidence[],
  identify: (one: EntryEvidence) => string,
): readonly EntryEvidence[] {
  const isWorker = (one: EntryEvidence): boolean =>
    one.kind === "worker" || one.kind === "beat" || isDagsterServer(one);
  const fileOf = (one: EntryEvidence): string => celeryFile(workspace, project, one) ?? one.target;
  return evidence.filter(one => {
    if (evidence.some(other => isLoadedElsewhere(one, other))) return false;
    if (!isWorker(one) || one.source !== "code") return true;
    if (evidence.some(other => isManagedBy(one, other))) return false;
    // A worker that is its scheduler too needs none beside it, which would send everything twice.
    if (one.kind === "beat" && usesCelery(one) && evidence.some(runsBeatInside)) return false;
    const stronger = evidence.filter(
      other =>
        other !== one &&
        other.kind === one.kind &&
        !isDagsterTried(other) &&
        sourceRank(other.source) < sourceRank("code") &&
        // A script that only contains a worker gives way to whatever a deployment runs as one.
        (isSameTool(one, other) ||
          one.command[0] === "python" ||
          // A worker that code only suggests, beside a program of the deployment's own that is one.
          (one.place.confidence !== "high" && other.command[0] === "python")),
    );
    // A deployment that starts a worker in this folder starts no further application of it, unless another module imports that one.
    const isShadowed = stronger.some(
      other =>
        !usesCelery(one) ||
        fileOf(other) === fileOf(one) ||
        one.kind === "beat" ||
        (sourceRank(other.source) < sourceRank("task-runner") &&
          other.workingDirectory === one.workingDirectory &&
          celeryFile(workspace, project, other) !== null &&
          !isImported(project, fileOf(one))),
    );
    // Merged where it is the same worker, so that its place and name are not lost.
    return !isShadowed || stronger.some(other => identify(other) === identify(one));
  });
}

function isImported(project: PythonProject, path: string): boolean {
  return (importersOf(project).get(path) ?? []).some(from => project.file(from)?.role !== "test");
}

/** `celery worker -B`, as a deployment has it. */
function runsBeatInside(one: EntryEvidence): boolean {
  return one.kind === "worker" && sourceRank(one.source) < sourceRank("code") && plansJobs(one.command);
}

export function usesCelery({ command }: EntryEvidence): boolean {
  return command.some(word => /(?:^|[\s/])celery(?:\s|$)/.test(word));
}
