import { isInside, withoutFolder } from "../../model/paths";
import type { PythonFile, PythonProject } from "../../python/project";
import { djangoSites } from "./sites";

export interface ManagementCommand {
  readonly name: string;
  readonly command: readonly string[];
  readonly target: string;
  readonly folder: string;
}

/** How Django runs a file of `management/commands`: by itself such a file does nothing. Null for other files. */
export function managementCommand(project: PythonProject, { path }: PythonFile): ManagementCommand | null {
  const name = /(?:^|\/)management\/commands\/([A-Za-z]\w*)\.py$/.exec(path)?.[1];
  if (name === undefined) return null;
  const site = djangoSites(project).find(({ manage, folder }) => manage !== null && isInside(folder, path));
  if (!site?.manage) return null;
  const command = ["python", withoutFolder(site.folder, site.manage.path), name];
  return { name, command, target: `manage.py ${name}`, folder: site.folder };
}
