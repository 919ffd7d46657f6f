import { asString, asStrings, at, entries, type DataNode, type ParsedData } from "../../workspace/data-node";
import { normalizeName } from "../packaging/names";
import { exactVersion } from "../packaging/versions";
import { lockedPackage, type LockedPackage } from "./lock-types";
import { manifestOf, type ManifestFile, type VersionStatement } from "./types";

/** `Pipfile.lock`: `default`, `develop` and further categories. It lists hashes, no file names and no edges. */
export function readPipfileLock(path: string, { root, problems }: ParsedData): ManifestFile {
  const requires = at(root, "_meta", "requires");
  const pins: VersionStatement[] = ["python_full_version", "python_version"].flatMap(key => {
    const node = at(requires, key);
    const version = asString(node);
    return node && version !== undefined ? { version, source: "Pipfile.lock", offset: node.span.start } : [];
  });
  const packages = entries(root).flatMap(section =>
    section.key === "_meta" ? [] : entries(section.value).map(entry => packageOf(entry, section.key)),
  );
  return manifestOf(path, "pipfile.lock", {
    lock: { requiresPython: null, packages, createdBy: "pipenv" },
    pins: pins.slice(0, 1),
    problems: problems.map(({ message, offset }) => ({
      code: "manifest-broken",
      message: `This is no valid JSON: ${message}`,
      offset,
    })),
  });
}

function packageOf(
  entry: { readonly key: string; readonly keySpan: { readonly start: number }; readonly value: DataNode },
  section: string,
): LockedPackage {
  const version = asString(at(entry.value, "version"));
  const marker = asString(at(entry.value, "markers"));
  const isVcs = at(entry.value, "git") !== undefined || at(entry.value, "ref") !== undefined;
  const isPath = at(entry.value, "path") !== undefined;
  return lockedPackage({
    name: normalizeName(entry.key),
    version: version === undefined ? "" : (exactVersion(version) ?? ""),
    offset: entry.keySpan.start,
    markers: marker === undefined ? [] : [marker],
    groups: [section],
    // Pipenv notes the index, as the source of files, of what the Pipfile names (and of the rest only where it names one).
    isAsked: at(entry.value, "index") !== undefined || isVcs || isPath,
    source: isVcs ? "vcs" : isPath ? "path" : at(entry.value, "file") !== undefined ? "url" : "index",
    edges: asStrings(at(entry.value, "dependencies")).map(name => ({
      name: normalizeName(name),
      extras: [],
      marker: null,
      version: null,
      extra: null,
    })),
  });
}
