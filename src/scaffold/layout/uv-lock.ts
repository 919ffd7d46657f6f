import { joinPath, parentOf } from "../../model/paths";
import { readLockToml, tableOf, tablesOf, textOf, type TomlTable } from "../../python/manifests/lock-toml";
import { normalizeName } from "../../python/packaging/names";
import { normalizeSpecifier } from "../../python/packaging/versions";
import { asBoolean, asString, asStrings, at, entries, items, type DataNode } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";

/**
 * Whether `uv.lock` was made from another `pyproject.toml` than the one beside it, of the project itself or of a member of its
 * workspace: `uv sync --locked` refuses it then. Told by version, dependencies, extras, groups and whether it is a package, as the lock repeats them.
 * Source: uv documentation, "Locking and syncing", "Checking the lockfile".
 */
export function isUvLockStale(workspace: Workspace, lock: string): boolean {
  const { records } = readLockToml(workspace.text(lock) ?? "", "package");
  // Since uv 0.8 a member that another one requires is built, though it names no build system.
  const required = new Set(
    records.flatMap(({ table }) =>
      tablesOf(tableOf(table["metadata"])?.["requires-dist"]).flatMap(each => textOf(each, "virtual") ?? []),
    ),
  );
  return records.some(({ table }) => {
    const source = tableOf(table["source"]);
    const folder = textOf(source, "editable") ?? textOf(source, "virtual");
    const manifest = folder === undefined ? null : joinPath(parentOf(lock), folder, "pyproject.toml");
    if (manifest === null || !workspace.has(manifest)) return false;
    const { root } = workspace.data(manifest);
    const virtual = textOf(source, "virtual");
    return (virtual !== undefined && isPackage(root, required.has(virtual))) || differs(root, table);
  });
}

/** Whether uv builds a project and installs it, so that its lock must not call it `virtual`. */
function isPackage(root: DataNode | null, isRequired: boolean): boolean {
  return asBoolean(at(root, "tool", "uv", "package")) ?? (isRequired || at(root, "build-system") !== undefined);
}

function differs(root: DataNode | null, locked: TomlTable): boolean {
  const project = at(root, "project");
  if (project === undefined) return false;
  const version = asString(at(project, "version"));
  const known = textOf(locked, "version");
  if (version !== undefined && known !== undefined && version !== known) return true;
  const metadata = tableOf(locked["metadata"]);
  // A field that the build makes is read by building, which nobody does here.
  const isDynamic = asStrings(at(project, "dynamic")).some(name => /dependencies$/.test(name));
  const declared = [
    ...asStrings(at(project, "dependencies")),
    ...entries(at(project, "optional-dependencies")).flatMap(({ value }) => asStrings(value)),
  ];
  if (metadata === undefined || isDynamic) return false;
  if (!isSame(declared, tablesOf(metadata["requires-dist"]))) return true;
  const groups = tableOf(metadata["requires-dev"]) ?? {};
  return entries(at(root, "dependency-groups")).some(
    ({ key, value }) =>
      // What a group includes of others stands in the lock as if it were its own.
      items(value).every(item => asString(item) !== undefined) &&
      groups[normalizeName(key)] !== undefined &&
      !isSame(asStrings(value), tablesOf(groups[normalizeName(key)])),
  );
}

/** Names and specifiers, in any order; what comes from an address has none. */
function isSame(declared: readonly string[], locked: readonly TomlTable[]): boolean {
  const written = declared.flatMap(requirement => {
    const match = /^\s*([\w.-]+)\s*(?:\[[^\]]*\])?\s*([^;@]*)(@)?/.exec(requirement);
    return match ? `${normalizeName(match[1] ?? "")} ${match[3] ? "" : ordered(match[2] ?? "")}` : [];
  });
  const kept = locked.map(
    table => `${normalizeName(textOf(table, "name") ?? "")} ${ordered(textOf(table, "specifier") ?? "")}`,
  );
  return [...new Set(written)].sort().join("\n") === [...new Set(kept)].sort().join("\n");
}

function ordered(specifier: string): string {
  return normalizeSpecifier(specifier.replace(/[()]/g, "")).split(",").sort().join(",");
}
