import type { EntryPoint } from "../../model/recon";
import type { PythonFile, PythonProject } from "../../python/project";
import type { Workspace } from "../../workspace/workspace";
import { awaitedFrom } from "../targets/reach";
import { resolveTarget } from "../targets/resolve-target";
import { importedBy } from "../targets/script-for";

/** Imports are followed this far from the file that is run. */
const MAXIMUM_DEPTH = 3;

/**
 * A file that is run and goes on until it is stopped is no job that is done once: where nothing but files is started, the
 * likeliest of them is a worker if it gets to a loop without an end.
 */
export function withEndlessPrograms(
  workspace: Workspace,
  project: PythonProject,
  entries: readonly EntryPoint[],
): readonly EntryPoint[] {
  const likeliest = entries.find(({ kind, rank }) => kind === "script" && rank === 1);
  if (!likeliest || entries.some(({ kind }) => kind !== "script" && kind !== "notebook")) return entries;
  const folders = [...new Set([likeliest.workingDirectory ?? "", ""])];
  const { file } = resolveTarget(workspace, project, likeliest.target, folders);
  if (!file || !isEndless(project, file)) return entries;
  return entries.map(one =>
    one === likeliest
      ? // The code shows what a README alone may only have said.
        { ...one, kind: "worker", confidence: one.confidence === "low" ? "medium" : one.confidence }
      : one.kind === "script"
        ? { ...one, rank: one.rank - 1 }
        : one,
  );
}

function isEndless(project: PythonProject, script: PythonFile): boolean {
  const next = importedBy(project);
  const seen = new Set([script.path]);
  let level = [script.path];
  for (let depth = 0; depth <= MAXIMUM_DEPTH && level.length > 0; depth++) {
    for (const path of level) {
      const file = project.file(path);
      const loops = file?.facts.loops ?? [];
      if (file && loops.some(loop => isReached(project, file, loop, script))) return true;
    }
    level = level.flatMap(path => next.get(path) ?? []).filter(path => !seen.has(path));
    for (const path of level) seen.add(path);
  }
  return false;
}

function isReached(
  project: PythonProject,
  file: PythonFile,
  at: { readonly scope: number; readonly offset: number },
  script: PythonFile,
): boolean {
  return awaitedFrom(project, file, at).some(
    reach => (reach.by === "guard" || reach.by === "script") && reach.file === script,
  );
}
