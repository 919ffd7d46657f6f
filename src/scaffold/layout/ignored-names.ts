import type { Workspace } from "../../workspace/workspace";

/** Ignored names that belong to tools, not to the running program. */
const TOOLS =
  /^(?:\..*|__pycache__|venv|env|ENV|virtualenv|build|dist|develop-eggs|eggs|sdist|wheels|parts|htmlcov|site|docs?|node_modules|target|coverage|cover|lib|lib64|bin|obj|Thumbs\.db|.*\.egg-info|pip-wheel-metadata|share|notebooks?|test-?(?:results|reports|output)|playwright-report|mypy_cache|tmp-.*)$/;

/** Plain folder names of `.gitignore` (`logs/`, `/uploads`): what the program is expected to write beside its code. */
export function readIgnoredNames(workspace: Workspace, unit: string): readonly string[] {
  const paths = [".gitignore", ...(unit === "" ? [] : [`${unit}/.gitignore`])];
  const names = new Set<string>();
  for (const path of paths) {
    for (const line of (workspace.text(path) ?? "").split(/\r?\n/)) {
      const match = line.trim().match(/^\/?([A-Za-z0-9_][A-Za-z0-9_./-]*?)\/?(?:\*)?$/);
      const name = match?.[1]?.replace(/\/$/, "");
      if (!name || TOOLS.test(name) || TOOLS.test(name.split("/")[0] ?? "")) continue;
      if (line.trim().includes("/") || !name.includes(".")) names.add(name);
    }
  }
  return [...names];
}
