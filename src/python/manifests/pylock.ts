import { normalizeName } from "../packaging/names";
import { filesOf } from "./lock-files";
import { readLockToml, tableOf, tablesOf, textOf, type TomlTable } from "./lock-toml";
import { lockedPackage, type LockedPackage } from "./lock-types";
import { writtenPath } from "./paths";
import { manifestOf, type ManifestFile } from "./types";

/** `pylock.toml` and `pylock.NAME.toml`. Source: PEP 751. */
export function readPylock(path: string, text: string): ManifestFile {
  const { top, records, problems } = readLockToml(text, "packages");
  const specifier = textOf(top, "requires-python");
  return manifestOf(path, "pylock", {
    lock: {
      requiresPython:
        specifier === undefined ? null : { specifier, offset: Math.max(0, text.indexOf("requires-python")) },
      packages: records.flatMap(({ table, offset }) => packageOf(table, offset) ?? []),
      createdBy: textOf(top, "created-by") ?? null,
    },
    problems: problems.map(problem => ({ code: "manifest-broken", ...problem })),
  });
}

function packageOf(table: TomlTable, offset: number): LockedPackage | null {
  const name = textOf(table, "name");
  if (name === undefined) return null;
  const folder = textOf(tableOf(table["directory"]), "path");
  const marker = textOf(table, "marker");
  const archive = tableOf(table["archive"]);
  return lockedPackage({
    name: normalizeName(name),
    version: textOf(table, "version") ?? "",
    offset,
    requiresPython: textOf(table, "requires-python") ?? null,
    ...filesOf(table),
    edges: tablesOf(table["dependencies"]).flatMap(dependency => {
      const target = textOf(dependency, "name");
      if (target === undefined) return [];
      const version = textOf(dependency, "version") ?? null;
      return { name: normalizeName(target), extras: [], marker: null, version, extra: null };
    }),
    markers: marker === undefined ? [] : [marker],
    source: folder !== undefined ? "project" : table["vcs"] !== undefined ? "vcs" : archive ? "url" : "index",
    projectPath: folder === undefined ? null : writtenPath("", folder),
  });
}
