import { normalizeName } from "../packaging/names";
import { filesOf } from "./lock-files";
import { readLockToml, tableOf, tablesOf, textOf, textsOf, type TomlTable, type TomlValue } from "./lock-toml";
import { lockedPackage, type LockEdge, type LockedPackage } from "./lock-types";
import { writtenPath } from "./paths";
import { manifestOf, type ManifestFile } from "./types";

/** `uv.lock`. Source: https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile */
export function readUvLock(path: string, text: string): ManifestFile {
  const { top, records, problems } = readLockToml(text, "package");
  const specifier = textOf(top, "requires-python");
  const packages = records.flatMap(({ table, offset }) => packageOf(table, offset) ?? []);
  const groups = groupsOf(tableOf(tableOf(top["manifest"])?.["dependency-groups"]));
  // A workspace without a project of its own keeps its groups under `manifest`.
  if (Object.keys(groups).length > 0) {
    packages.push(
      lockedPackage({ name: "", version: "", offset: 0, source: "project", projectPath: "", roots: groups }),
    );
  }
  return manifestOf(path, "uv.lock", {
    lock: {
      requiresPython:
        specifier === undefined ? null : { specifier, offset: Math.max(0, text.indexOf("requires-python")) },
      packages,
      createdBy: "uv",
    },
    problems: problems.map(problem => ({ code: "manifest-broken", ...problem })),
  });
}

function packageOf(table: TomlTable, offset: number): LockedPackage | null {
  const name = textOf(table, "name");
  if (name === undefined) return null;
  const source = tableOf(table["source"]);
  const folder = textOf(source, "virtual") ?? textOf(source, "editable") ?? textOf(source, "directory");
  const main = edgesOf(table["dependencies"], null);
  const extras = Object.entries(tableOf(table["optional-dependencies"]) ?? {}).flatMap(([extra, edges]) =>
    edgesOf(edges, normalizeName(extra)),
  );
  const groups = groupsOf(tableOf(table["dev-dependencies"]));
  const files = filesOf(table);
  return lockedPackage({
    name: normalizeName(name),
    version: textOf(table, "version") ?? "",
    offset,
    wheels: files.wheels,
    hasSdist: files.hasSdist,
    edges: [...main, ...extras],
    markers: textsOf(table["resolution-markers"]),
    source:
      folder !== undefined
        ? "project"
        : source?.["git"] !== undefined
          ? "vcs"
          : source?.["url"] !== undefined
            ? "url"
            : source?.["path"] !== undefined
              ? "path"
              : "index",
    projectPath: folder === undefined ? null : writtenPath("", folder),
    roots: folder === undefined ? {} : { main, ...groups },
  });
}

function groupsOf(table: TomlTable | undefined): Record<string, readonly LockEdge[]> {
  return Object.fromEntries(Object.entries(table ?? {}).map(([group, edges]) => [group, edgesOf(edges, null)]));
}

function edgesOf(value: TomlValue | undefined, extra: string | null): readonly LockEdge[] {
  return tablesOf(value).flatMap(table => {
    const name = textOf(table, "name");
    if (name === undefined) return [];
    return {
      name: normalizeName(name),
      extras: textsOf(table["extra"]).map(normalizeName),
      marker: textOf(table, "marker") ?? null,
      version: textOf(table, "version") ?? null,
      extra,
    };
  });
}
