import { isInside, joinPath, nameOf, withoutFolder } from "../../model/paths";
import type { DetectContext } from "../define-detector";
import { siteFor } from "../django/site-for";
import type { Workspace } from "../../workspace/workspace";
import type { CommandReading } from "./reading";
import { fileByEnd } from "./server-configuration";

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

/** `python /app/manage.py migrate` of an image, seen from the folder of the workspace that holds the site. */
export function withOwnPaths(workspace: Workspace, { tool, words }: CommandReading, folder: string): readonly string[] {
  if (tool !== "manage.py") return words;
  return words.map(word => {
    if (!word.startsWith("/") || !word.endsWith(".py")) return word;
    const found = fileByEnd(workspace, word, [folder]);
    return found === null ? word : withoutFolder(folder, found);
  });
}

/** The tool that a command which migrates belongs to. */
export function migrationToolOf(read: CommandReading): string {
  if (read.tool === "manage.py") return "django";
  return read.tool === "flask" ? "flask-migrate" : read.tool;
}
