import { joinMarkers, poetryToPep440, pythonMarker } from "../packaging/constraints";
import { normalizeName } from "../packaging/names";
import { parseRequirement } from "../packaging/requirement";
import { flatFilesOf } from "./lock-files";
import { listOf, readLockToml, tableOf, textOf, textsOf, type TomlTable, type TomlValue } from "./lock-toml";
import { lockedPackage, type LockEdge, type LockedPackage } from "./lock-types";
import { writtenPath } from "./paths";
import { manifestOf, type ManifestFile } from "./types";

/** `poetry.lock` of every version from 1.0 to 2.x. Source: https://python-poetry.org/docs/basic-usage/#installing-with-poetrylock */
export function readPoetryLock(path: string, text: string): ManifestFile {
  const { top, records, problems } = readLockToml(text, "package");
  const metadata = tableOf(top["metadata"]);
  const files = tableOf(metadata?.["files"]);
  const specifier = textOf(metadata, "python-versions");
  return manifestOf(path, "poetry.lock", {
    lock: {
      requiresPython:
        specifier === undefined || specifier === "*"
          ? null
          : { specifier: poetryToPep440(specifier), offset: Math.max(0, text.lastIndexOf("python-versions")) },
      packages: records.flatMap(({ table, offset }) => packageOf(table, offset, files) ?? []),
      createdBy: "poetry",
    },
    problems: problems.map(problem => ({ code: "manifest-broken", ...problem })),
  });
}

function packageOf(table: TomlTable, offset: number, metadataFiles: TomlTable | undefined): LockedPackage | null {
  const name = textOf(table, "name");
  if (name === undefined) return null;
  const source = tableOf(table["source"]);
  const type = textOf(source, "type");
  const category = textOf(table, "category");
  const markers = table["markers"];
  const perGroup = tableOf(markers);
  return lockedPackage({
    name: normalizeName(name),
    version: textOf(table, "version") ?? "",
    offset,
    requiresPython: pythonRange(textOf(table, "python-versions")),
    ...flatFilesOf(table["files"] ?? metadataFiles?.[name]),
    edges: edgesOf(tableOf(table["dependencies"])),
    markers:
      typeof markers === "string"
        ? [markers]
        : perGroup
          ? Object.values(perGroup).filter(value => typeof value === "string")
          : [],
    groups: category === undefined ? textsOf(table["groups"]) : [category],
    source:
      type === "directory"
        ? "project"
        : type === "git"
          ? "vcs"
          : type === "url"
            ? "url"
            : type === "file"
              ? "path"
              : "index",
    projectPath: type === "directory" ? writtenPath("", textOf(source, "url") ?? "") : null,
  });
}

function pythonRange(range: string | undefined): string | null {
  return range === undefined || range === "*" ? null : poetryToPep440(range);
}

function edgesOf(dependencies: TomlTable | undefined): readonly LockEdge[] {
  return Object.entries(dependencies ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? listOf(value) : [value]).map(item => edgeOf(name, item)),
  );
}

function edgeOf(name: string, value: TomlValue): LockEdge {
  const table = tableOf(value);
  const python = textOf(table, "python");
  return {
    name: normalizeName(name),
    extras: textsOf(table?.["extras"]).map(normalizeName),
    marker: joinMarkers(textOf(table, "markers"), python === undefined ? null : pythonMarker(python)),
    version: null,
    extra: null,
  };
}

/** `name[extra]>=1; marker` as an edge; null where it is no requirement. */
export function edgeOfRequirement(text: string): LockEdge | null {
  const requirement = parseRequirement(text);
  return requirement
    ? { name: requirement.name, extras: requirement.extras, marker: requirement.marker, version: null, extra: null }
    : null;
}
