import type { Place } from "../../model/place";
import type { Workspace } from "../../workspace/workspace";
import { isInside, joinPath, parentOf } from "../../model/paths";

export interface TableStep {
  readonly command: readonly string[];
  /** Folder of the workspace that it runs in. */
  readonly folder: string;
  readonly place: Place;
}

const CREATES = /\.create_all\(/;
/** What loses rows: a project that does so at each of its starts means a machine for development. */
const LOSES_ROWS = /drop_all\(|drop_tables\(|drop_database|\b(?:DROP TABLE|TRUNCATE|DELETE FROM)\b/i;
const OUTSIDE = /(?:^|\/)(?:tests?|docs?|examples?|migrations|alembic)\//;

/** Scripts that start the application, by the names that they usually have. */
const START = /(?:^|\/)(?:(?:docker-?)?entrypoint|start(?:up)?|run|boot)[\w-]*\.sh$/;
/** A line that runs a file of Python, or a module, with nothing behind it. */
const STEP = /^\s*(?:exec\s+)?python[\d.]*\s+(?:(-m)\s+([\w.]+)|([\w./-]+\.py))\s*$/;

/**
 * What a start script runs before the server and what makes the tables, itself or by a function of the modules that do: the
 * project itself runs it at every start, so it can be run again.
 */
export function readTableStep(workspace: Workspace, unit: string): TableStep | null {
  const calling = workspace
    .paths("*.py")
    .filter(path => isInside(unit, path) && !OUTSIDE.test(path) && CREATES.test(code(workspace.text(path) ?? "")));
  const makers = calling
    .filter(path => !LOSES_ROWS.test(code(workspace.text(path) ?? "")))
    .flatMap(path =>
      [...code(workspace.text(path) ?? "").matchAll(/^(?:async )?def (\w+)\((?:(?!^\S)[^])*?\.create_all\(/gm)].flatMap(
        ([, name]) => name ?? [],
      ),
    );
  const makes = (path: string): boolean => {
    const text = code(workspace.text(path) ?? "");
    if (LOSES_ROWS.test(text)) return false;
    return CREATES.test(text) || makers.some(name => new RegExp(`\\b${name}\\(`).test(text));
  };
  for (const script of workspace.paths("*.sh").filter(path => isInside(unit, path) && START.test(path))) {
    const folder = parentOf(script);
    const lines = (workspace.text(script) ?? "").split("\n");
    if (lines.some(line => /^\s*cd\s/.test(line))) continue;
    for (const [at, line] of lines.entries()) {
      const [, , module, file] = STEP.exec(line) ?? [];
      const named = file ?? module?.replaceAll(".", "/").concat(".py");
      const path = named === undefined ? null : joinPath(folder, named);
      // Nothing behind it would be the application itself.
      const isLast = lines.slice(at + 1).every(rest => rest.trim() === "" || rest.trim().startsWith("#"));
      if (path === null || isLast || !workspace.has(path) || !makes(path)) continue;
      const offset = lines.slice(0, at).join("\n").length + (at === 0 ? 0 : 1);
      return {
        command: file === undefined ? ["python", "-m", module ?? ""] : ["python", file],
        folder,
        place: workspace.place(script, offset),
      };
    }
  }
  return null;
}

/** Without what comments say. */
function code(text: string): string {
  return text.replace(/^\s*#.*$/gm, "");
}
