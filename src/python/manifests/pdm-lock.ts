import { normalizeName } from "../packaging/names";
import { flatFilesOf } from "./lock-files";
import { listOf, readLockToml, tableOf, tablesOf, textOf, textsOf, type TomlTable } from "./lock-toml";
import { lockedPackage, type LockedPackage } from "./lock-types";
import { writtenPath } from "./paths";
import { edgeOfRequirement } from "./poetry-lock";
import { manifestOf, type ManifestFile } from "./types";

/** `pdm.lock`; packages with extras have entries of their own, which are merged. Source: https://pdm-project.org/latest/usage/lockfile/ */
export function readPdmLock(path: string, text: string): ManifestFile {
  const { top, records, problems } = readLockToml(text, "package");
  const metadata = tableOf(top["metadata"]);
  const files = tableOf(metadata?.["files"]);
  const specifier =
    tablesOf(metadata?.["targets"])
      .map(target => textOf(target, "requires_python"))
      .find(range => range !== undefined) ?? textOf(metadata, "requires_python");
  return manifestOf(path, "pdm.lock", {
    lock: {
      requiresPython:
        specifier === undefined || specifier === ""
          ? null
          : { specifier, offset: Math.max(0, text.indexOf("requires_python")) },
      packages: records.flatMap(({ table, offset }) => packageOf(table, offset, files) ?? []),
      createdBy: "pdm",
    },
    problems: problems.map(problem => ({ code: "manifest-broken", ...problem })),
  });
}

function packageOf(table: TomlTable, offset: number, metadataFiles: TomlTable | undefined): LockedPackage | null {
  const name = textOf(table, "name");
  if (name === undefined) return null;
  const version = textOf(table, "version") ?? "";
  const marker = textOf(table, "marker");
  const extras = textsOf(table["extras"]).map(normalizeName);
  const folder = textOf(table, "path");
  const own = normalizeName(name);
  return lockedPackage({
    name: own,
    version,
    offset,
    requiresPython: textOf(table, "requires_python") ?? null,
    ...flatFilesOf(table["files"] ?? metadataFiles?.[`${name} ${version}`]),
    edges: textsOf(table["dependencies"]).flatMap(text => {
      const edge = edgeOfRequirement(text);
      if (!edge || edge.name === own) return [];
      // An entry with extras lists what those extras add: the same edges, asked for by each of them.
      return extras.length === 0 ? [edge] : extras.map(extra => ({ ...edge, extra }));
    }),
    markers: marker === undefined ? [] : [marker],
    groups: listOf(table["groups"]).filter(group => typeof group === "string"),
    source:
      folder !== undefined
        ? "project"
        : table["git"] !== undefined
          ? "vcs"
          : table["url"] !== undefined
            ? "url"
            : "index",
    projectPath: folder === undefined ? null : writtenPath("", folder),
  });
}
