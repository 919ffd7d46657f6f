import { isInside, joinPath, nameOf } from "../../model/paths";
import type { DetectContext } from "../define-detector";
import { siteFor } from "../django/site-for";
import type { CommandReading } from "./reading";

/** The folder that holds what the command names, the likeliest first, else the only one of the unit that does. */
export function migrationFolder(
  { project, workspace, unit }: DetectContext,
  read: CommandReading,
  folders: readonly string[],
): string | null {
  if (read.tool === "manage.py") return siteFor(project, folders)?.folder ?? null;
  if (read.tool !== "alembic") return null;
  const option = read.words.findIndex(word => word === "-c" || word === "--config");
  const named = (option < 0 ? undefined : read.words[option + 1]) ?? "alembic.ini";
  const found = folders.find(folder => workspace.has(joinPath(folder, named)));
  if (found !== undefined) return found;
  const others = workspace.paths(nameOf(named)).filter(path => isInside(unit, path) && path.endsWith(`/${named}`));
  const [only = ""] = others;
  return others.length === 1 ? only.slice(0, -named.length - 1) : null;
}

/** The tool that a command which migrates belongs to. */
export function migrationToolOf(read: CommandReading): string {
  if (read.tool === "manage.py") return "django";
  return read.tool === "flask" ? "flask-migrate" : read.tool;
}
