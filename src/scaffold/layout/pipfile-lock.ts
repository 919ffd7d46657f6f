import { joinPath } from "../../model/paths";
import { asString, at, toValue } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";
import { hashOf } from "../../workspace/text-hash";
import { isTable, pythonJson } from "../text/python-json";

/** Tables that say nothing of what is installed (plette, `Pipfile.get_hash`). */
const SIDE_TABLES = new Set(["source", "packages", "dev-packages", "requires", "scripts", "pipfile", "pipenv"]);

/**
 * Whether `Pipfile.lock` was made from another `Pipfile` than the one beside it: `pipenv install --deploy` refuses it then.
 * A lock that says no hash counts as current, and so does one whose `Pipfile` names no source.
 */
export function isPipfileLockStale(workspace: Workspace, unit: string): boolean {
  const pipfile = workspace.has(joinPath(unit, "Pipfile")) ? workspace.data(joinPath(unit, "Pipfile")) : null;
  const lock = workspace.has(joinPath(unit, "Pipfile.lock")) ? workspace.data(joinPath(unit, "Pipfile.lock")) : null;
  const written = asString(at(lock?.root, "_meta", "hash", "sha256"));
  const declared = toValue(pipfile?.root);
  // Where no source is named, Pipenv hashes the index that it has built in.
  if (written === undefined || !isTable(declared) || declared["source"] === undefined) return false;
  const categories = Object.entries(declared).filter(([name]) => !SIDE_TABLES.has(name));
  const hashed = {
    _meta: {
      requires: declared["requires"] ?? {},
      sources: declared["source"],
    },
    default: declared["packages"] ?? {},
    develop: declared["dev-packages"] ?? {},
    ...Object.fromEntries(categories),
  };
  return hashOf(pythonJson(hashed, true)) !== `sha256:${written}`;
}
