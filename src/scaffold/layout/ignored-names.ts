import { isInside, joinPath, parentOf, withoutFolder } from "../../model/paths";
import type { Workspace } from "../../workspace/workspace";
import { SECRET_FOLDER } from "../secret-files";

/** Ignored names that belong to tools, not to the running program. */
const TOOLS =
  /^(?:\..*|__pycache__|venv|env|ENV|virtualenv|build|dist|develop-eggs|eggs|sdist|wheels|parts|htmlcov|site|docs?|node_modules|target|coverage|cover|lib|lib64|bin|obj|Thumbs\.db|.*\.egg-info|pip-wheel-metadata|share|notebooks?|test-?(?:results|reports|output)|playwright-report|mypy_cache|tmp-.*)$/;

/**
 * Plain folder names of `.gitignore` (`logs/`, `/uploads`), from the unit's folder on: what the program is expected to write
 * beside its code. A rule with a slash before its end holds from the folder of its file (gitignore(5)).
 */
export function readIgnoredNames(workspace: Workspace, unit: string): readonly string[] {
  const paths = [".gitignore", ...(unit === "" ? [] : [`${unit}/.gitignore`])];
  const names = new Set<string>();
  for (const path of paths) {
    for (const line of (workspace.text(path) ?? "").split(/\r?\n/)) {
      const match = line.trim().match(/^(\/?)([A-Za-z0-9_][A-Za-z0-9_./-]*?)\/?(?:\*)?$/);
      const written = match?.[2]?.replace(/\/$/, "");
      if (!written || isOfTools(written)) continue;
      const isAnchored = match?.[1] === "/" || written.includes("/");
      const full = joinPath(parentOf(path), written);
      if (isAnchored && !isInside(unit, full)) continue;
      const name = isAnchored ? withoutFolder(unit, full) : written;
      if (!isOfTools(name) && (line.trim().includes("/") || !name.includes("."))) names.add(name);
    }
  }
  // The folder of secrets is mounted elsewhere, and our own run may have named it.
  names.delete(SECRET_FOLDER);
  return [...names];
}

/** Modules that rules of git name, by the name that an import gives them: `routes` of `/app/routes.py` or `routes/`. */
export function readIgnoredModules(workspace: Workspace, unit: string): ReadonlySet<string> {
  const paths = [".gitignore", ...(unit === "" ? [] : [`${unit}/.gitignore`])];
  const rules = paths.flatMap(path => (workspace.text(path) ?? "").split(/\r?\n/));
  return new Set(rules.flatMap(rule => /^\/?(?:[\w.*-]+\/)*(\w+)(?:\.py|\/)?$/.exec(rule.trim())?.[1] ?? []));
}

function isOfTools(name: string): boolean {
  return TOOLS.test(name) || TOOLS.test(name.split("/")[0] ?? "");
}
