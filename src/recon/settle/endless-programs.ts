import type { EntryPoint } from "../../model/recon";
import type { PythonProject } from "../../python/project";
import type { Workspace } from "../../workspace/workspace";
import { resolveTarget } from "../targets/resolve-target";
import { isEndless } from "../workers/endless";

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
