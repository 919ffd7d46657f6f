import { nameOf } from "../../model/paths";
import { asText, at } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";
import type { DetectContext } from "../define-detector";

/** Files of these names are for another database than the application's; `latest.ini` and `contest.ini` are not. */
const TRIAL = /(?<!la|con)test|sample|example/i;

/** Where an INI file says that Alembic's scripts lie, as written; "" where it does not. */
export function scriptLocation(workspace: Workspace, path: string): string {
  return asText(at(workspace.data(path).root, "alembic", "script_location")) ?? "";
}

/**
 * Files that Alembic goes by: every `alembic.ini`; where there is none, the one with its section under another name, as
 * Pyramid's have it, that for production before others.
 */
export function alembicFiles({ workspace, project }: Pick<DetectContext, "workspace" | "project">): readonly string[] {
  return project.keep("alembic files", [workspace.contents], () => readFiles(workspace));
}

function readFiles(workspace: Workspace): readonly string[] {
  const named = workspace.paths("alembic.ini");
  if (named.some(path => scriptLocation(workspace, path) !== "")) return named;
  const others = workspace
    .paths("**/*.ini")
    .filter(path => !TRIAL.test(nameOf(path)) && scriptLocation(workspace, path) !== "");
  const chosen = others.find(path => nameOf(path).startsWith("prod")) ?? others[0];
  return chosen === undefined ? named : [...named, chosen];
}
