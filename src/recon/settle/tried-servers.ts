import type { CommandSource, Evidence } from "../../model/evidence";
import type { PythonProject } from "../../python/project";
import type { Workspace } from "../../workspace/workspace";
import { resolveTarget } from "../targets/resolve-target";
import { claimed } from "./source-order";

const WITHOUT_DEPLOYMENT: ReadonlySet<CommandSource> = new Set(["code", "readme", "convention"]);
/** `CMD ["python", "app.py"]`: what the file starts itself. */
const RUNS_FILES = /\bpython[\d.]*\b/;

/**
 * Evidence without servers on the loopback address below the main guard of a file whose application a deployment gives to
 * another server: that is how a person tries it, and no container gets there.
 */
export function withoutTriedServers(
  workspace: Workspace,
  project: PythonProject,
  evidence: readonly Evidence[],
): readonly Evidence[] {
  const served = new Set(
    claimed(evidence, "entry-point").flatMap(({ kind, source, target, workingDirectory, place }) =>
      (kind === "wsgi" || kind === "asgi") && !WITHOUT_DEPLOYMENT.has(source) && !RUNS_FILES.test(place.text)
        ? (resolveTarget(workspace, project, target, [workingDirectory ?? "", ""]).path ?? [])
        : [],
    ),
  );
  if (served.size === 0) return evidence;
  const isTried = (path: string, line: number): boolean => {
    const file = project.file(path);
    return (
      file?.facts.mainGuards.some(
        ({ offset, end }) => project.place(file, offset).line <= line && line <= project.place(file, end).line,
      ) === true
    );
  };
  return evidence.filter(
    one =>
      one.claim !== "readiness" ||
      one.rule !== "loopback-bind" ||
      !served.has(one.place.path) ||
      !isTried(one.place.path, one.place.line),
  );
}
