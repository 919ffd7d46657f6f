import { joinPath, parentOf } from "../../model/paths";
import { toValue } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";
import { hashOf } from "../../workspace/text-hash";
import { isTable, pythonJson } from "../text/python-json";

/** What a lock depends on; the first four are hashed also where they are missing, as the first Poetry did. */
const OLD_KEYS = ["dependencies", "source", "extras", "dev-dependencies"];
const PROJECT_KEYS = ["requires-python", "dependencies", "optional-dependencies"];

/**
 * Whether `poetry.lock` was made from another `pyproject.toml` than the one beside it: Poetry installs and exports nothing of it
 * then. A lock that says no hash counts as current.
 * Source: Poetry 2.5, `poetry/packages/locker.py`, `_get_content_hash`; before 2.3 it left `[dependency-groups]` out.
 */
export function isPoetryLockStale(workspace: Workspace, lock: string): boolean {
  const written = /^content-hash = "([0-9a-f]{64})"/m.exec(workspace.text(lock) ?? "")?.[1];
  const manifest = joinPath(parentOf(lock), "pyproject.toml");
  const declared = workspace.has(manifest) ? toValue(workspace.data(manifest).root) : undefined;
  if (written === undefined || !isTable(declared)) return false;
  return ![true, false].some(withGroups => hashOf(pythonJson(relevant(declared, withGroups))) === `sha256:${written}`);
}

function relevant(declared: Record<string, unknown>, withGroups: boolean): unknown {
  const table = (value: unknown): Record<string, unknown> => (isTable(value) ? value : {});
  const poetry = table(table(declared["tool"])["poetry"]);
  const project = pick(table(declared["project"]), PROJECT_KEYS);
  const groups = withGroups ? table(declared["dependency-groups"]) : {};
  const isNew = Object.keys(project).length + Object.keys(groups).length > 0;
  const own = pick(poetry, [...OLD_KEYS, "group"]);
  if (!isNew) return { ...Object.fromEntries(OLD_KEYS.map(key => [key, null])), ...own };
  return {
    ...(Object.keys(project).length > 0 ? { project } : {}),
    ...(Object.keys(groups).length > 0 ? { "dependency-groups": groups } : {}),
    tool: { poetry: own },
  };
}

function pick(table: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.filter(key => table[key] !== undefined).map(key => [key, table[key]]));
}
