import { tableOf, tablesOf, textOf, type TomlTable, type TomlValue } from "./lock-toml";

/** File names of a locked package, split as the version choice needs them. */
export interface LockedFiles {
  readonly wheels: readonly string[];
  /** Null where nothing is listed. */
  readonly hasSdist: boolean | null;
}

/** `wheels = [{ url, filename, name, path }]` and `sdist = {…}` of uv.lock and pylock.toml. */
export function filesOf(table: TomlTable): LockedFiles {
  const wheels = tablesOf(table["wheels"])
    .map(fileNameOf)
    .filter(name => name.endsWith(".whl"));
  const hasSdist = tableOf(table["sdist"]) !== undefined;
  return { wheels, hasSdist: wheels.length === 0 && !hasSdist ? null : hasSdist };
}

/** `files = [{ file, hash }, { url, hash }]` of poetry.lock and pdm.lock. */
export function flatFilesOf(value: TomlValue | undefined): LockedFiles {
  const names = tablesOf(value)
    .map(fileNameOf)
    .filter(name => name !== "");
  const wheels = names.filter(name => name.endsWith(".whl"));
  return { wheels, hasSdist: names.length === 0 ? null : wheels.length < names.length };
}

function fileNameOf(table: TomlTable): string {
  const written =
    textOf(table, "filename") ??
    textOf(table, "file") ??
    textOf(table, "name") ??
    textOf(table, "url") ??
    textOf(table, "path") ??
    "";
  const bare = written.split(/[?#]/, 1)[0] ?? "";
  return bare.slice(bare.lastIndexOf("/") + 1);
}
