import type { EntryPoint } from "../../model/recon";
import type { PythonProject } from "../../python/project";
import type { Workspace } from "../../workspace/workspace";
import { consoleScripts } from "../commands/console-scripts";
import { declaredCommands } from "../commands/command-paths";
import { resolveTarget } from "../targets/resolve-target";
import { isEndless, isSurelyEndless } from "../workers/endless";

/**
 * A file that is run and goes on until it is stopped is no job that is done once: where nothing but files is started, the
 * likeliest of them is a worker if it gets to a loop without an end. So is a project's only console script that has no
 * commands, where it needs no word and no option decides whether it gets there.
 */
export function withEndlessPrograms(
  workspace: Workspace,
  project: PythonProject,
  entries: readonly EntryPoint[],
): readonly EntryPoint[] {
  const called = entries.filter(({ kind }) => kind !== "notebook");
  const consoles = called.filter(({ kind }) => kind === "cli");
  const kind = consoles.length === 1 ? "cli" : "script";
  const likeliest = entries.find(one => one.kind === kind && one.rank === 1);
  if (!likeliest || called.some(one => one.kind !== "script" && one !== likeliest)) return entries;
  const folders = [...new Set([likeliest.workingDirectory ?? "", ""])];
  const script = consoleScripts(workspace, project).find(({ name }) => kind === "cli" && name === likeliest.target);
  const target = script?.target ?? likeliest.target;
  const { file, attribute } = resolveTarget(workspace, project, target, folders);
  if (
    !file ||
    !(kind === "cli"
      ? attribute !== null &&
        declaredCommands(project, file.path).size === 0 &&
        isSurelyEndless(project, file, attribute)
      : isEndless(project, file))
  )
    return entries;
  return entries.map(one =>
    one === likeliest
      ? // The code shows what a README alone may only have said.
        { ...one, kind: "worker", confidence: one.confidence === "low" ? "medium" : one.confidence }
      : one.kind === kind
        ? { ...one, rank: one.rank - 1 }
        : one,
  );
}
