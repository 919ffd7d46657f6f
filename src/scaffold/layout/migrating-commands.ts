import type { Workspace } from "../../workspace/workspace";

const COMMAND = /(?:^|\/)management\/commands\/([A-Za-z]\w*)\.py$/;
const MIGRATES = /^[^#\n]*\bcall_command\(\s*["']migrate["']/m;

/** Management commands of the project's own that bring the database up to date, among other things (Django: `call_command`). */
export function migratingCommands(workspace: Workspace): readonly string[] {
  return workspace
    .paths("**/management/commands/*.py")
    .flatMap(path => (MIGRATES.test(workspace.text(path) ?? "") ? (COMMAND.exec(path)?.[1] ?? []) : []));
}
