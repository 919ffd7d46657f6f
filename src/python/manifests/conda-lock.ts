import { normalizeName } from "../packaging/names";
import { distributionOfConda } from "./conda-names";
import { lockedPackage, type LockEdge, type LockedPackage } from "./lock-types";
import { manifestOf, type ManifestFile } from "./types";

interface OpenEntry {
  readonly offset: number;
  /** Column of its keys. */
  readonly indent: number;
  readonly fields: Record<string, string>;
  readonly edges: LockEdge[];
}

/**
 * `conda-lock.yml`, entries for Linux. Its megabytes are written by one tool in one shape (`- name: …` with keys two
 * spaces deeper), so it is read by lines: a YAML tree of them would take seconds.
 * Source: https://conda.github.io/conda-lock/output/
 */
export function readCondaLock(path: string, text: string): ManifestFile {
  const found: OpenEntry[] = [];
  let entry: OpenEntry | undefined;
  let isInside = false;
  let isInDependencies = false;
  let offset = 0;
  for (const full of text.split("\n")) {
    const line = full.trimEnd();
    const start = offset;
    offset += full.length + 1;
    if (line === "" || line.trimStart().startsWith("#")) continue;
    if (/^\w/.test(line)) {
      isInside = line.startsWith("package:");
      continue;
    }
    if (!isInside) continue;
    const opened = openedBy(line, start);
    if (opened !== null) {
      entry = opened;
      found.push(entry);
      isInDependencies = false;
      continue;
    }
    const pair = /^(\s*)([^\s:][^:]*):\s*(.*)$/.exec(line);
    if (!pair || !entry) continue;
    const key = unquote(pair[2] ?? "");
    if ((pair[1]?.length ?? 0) <= entry.indent) {
      isInDependencies = key === "dependencies";
      entry.fields[key] = unquote(pair[3] ?? "");
    } else if (isInDependencies) {
      entry.edges.push({ name: distributionOfConda(key), extras: [], marker: null, version: null, extra: null });
    }
  }
  const packages = found.flatMap(packageOf);
  return manifestOf(path, "conda-lock", { lock: { requiresPython: null, packages, createdBy: "conda-lock" } });
}

/** The entry that a line begins (`- name: numpy`); null for one within an entry. */
function openedBy(line: string, offset: number): OpenEntry | null {
  const [, margin = "", key = "", value = ""] = /^(\s{0,2})-\s+(\w[\w-]*):\s*(.*)$/.exec(line) ?? [];
  return key === "" ? null : { offset, indent: margin.length + 2, fields: { [key]: unquote(value) }, edges: [] };
}

function packageOf({ offset, fields, edges }: OpenEntry): readonly LockedPackage[] {
  const { name, version = "", platform = "linux-64", manager = "conda", category } = fields;
  if (name === undefined || (platform !== "linux-64" && platform !== "noarch")) return [];
  const isConda = manager === "conda";
  return [
    lockedPackage({
      name: isConda ? distributionOfConda(name) : normalizeName(name),
      version,
      offset,
      edges,
      groups: category === undefined ? [] : [category],
      conda: isConda,
    }),
  ];
}

function unquote(text: string): string {
  const trimmed = text.trim();
  const quote = trimmed[0];
  return (quote === "'" || quote === '"') && trimmed.endsWith(quote) && trimmed.length > 1
    ? trimmed.slice(1, -1)
    : trimmed;
}
