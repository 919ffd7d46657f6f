import type { Workspace } from "../../workspace/workspace";

const COMMAND = /(?:^|\/)management\/commands\/([A-Za-z]\w*)\.py$/;
/** A statement of a method's own, below no branch, that names neither one application nor what only looks. */
const MIGRATES =
  /^(?: {8}|\t\t)call_command\(\s*["']migrate["']\s*(?:,\s*(?:["']--no-?input["']|(?:interactive|verbosity)\s*=\s*\w+)\s*)*,?\s*\)/m;

/** Management commands of the project's own that bring the database up to date, among other things (Django: `call_command`). */
export function migratingCommands(workspace: Workspace): readonly string[] {
  return workspace
    .paths("**/management/commands/*.py")
    .flatMap(path => (MIGRATES.test(workspace.text(path) ?? "") ? (COMMAND.exec(path)?.[1] ?? []) : []));
}
