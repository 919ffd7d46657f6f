import { compareText } from "../../model/place";
import { nameOf, parentOf } from "../../model/paths";
import { isOfOtherMachine, isOfOtherSystem } from "../packaging/other-systems";
import { parseRequirements, type RequirementEntry, type RequirementsText } from "../packaging/requirements";
import { requirementsOfTable } from "../packaging/installed-table";
import { exactVersion } from "../packaging/versions";
import { groupOfFile, groupOfHeading } from "./groups";
import { lockedPackage, type LockData, type LockEdge } from "./lock-types";
import { LIST_FOLDER } from "./manifest-paths";
import { writtenPath } from "./paths";
import {
  manifestOf,
  type Declared,
  type Generator,
  type ManifestFile,
  type ManifestProblem,
  type ProjectReference,
} from "./types";

/** What a reader may ask about the rest of the workspace. */
export interface Neighbours {
  has(path: string): boolean;
}

/** A list of this many exact pins and nothing else looks like the output of `pip freeze`. */
const FROZEN_AT_LEAST = 15;

/** A requirements or constraints file of any name. */
export function readRequirementsFile(path: string, text: string, neighbours: Neighbours): ManifestFile | null {
  const parsed = parseRequirements(requirementsOfTable(text));
  // Prose under such a name ("requirements.txt" of a tender) is no manifest; a broken line among good ones is a problem.
  if (parsed.problems.length > parsed.entries.length + parsed.references.length + parsed.options.length) return null;
  const isConstraints = /constraint/i.test(nameOf(path));
  const generator = generatorOf(path, parsed, neighbours);
  const { includes, constraints, projects, problems } = resolveReferences(path, parsed, neighbours);
  const isLock = generator !== null && !generator.isExport;
  const { group } = groupOfFile(path);
  const entries = parsed.entries.filter(entry => !isOfOtherSystem(entry));
  return manifestOf(path, isConstraints ? "constraints" : "requirements", {
    includes,
    constraints,
    projects,
    declared: entries.map(entry => declaredOf(entry, group, generator)),
    generator,
    lock: isLock ? lockOf(entries, generator.tool) : null,
    isFrozen:
      generator === null &&
      isWhole(entries) &&
      entries.length >= FROZEN_AT_LEAST &&
      !nameOf(path).endsWith(".in") &&
      isMostlyExact(entries),
    indexes: parsed.options.flatMap(({ name, value, offset }) =>
      name === "--index-url" || name === "--extra-index-url" || name === "--find-links" ? [{ url: value, offset }] : [],
    ),
    problems: [...problems, ...entryProblems(parsed.entries, generator !== null)],
  });
}

/** Distributions with one that every release of theirs needs. */
const NEEDS: readonly (readonly [string, string])[] = [
  ["jinja2", "markupsafe"],
  ["flask", "werkzeug"],
  ["fastapi", "starlette"],
  ["python-dateutil", "six"],
  ["pandas", "numpy"],
  ["aiohttp", "multidict"],
  ["celery", "kombu"],
];

/**
 * A freeze pins everything and is sorted. Lines that a person added to one later are neither; where it clearly holds what its
 * packages need, they may be more.
 */
function isMostlyExact(entries: readonly RequirementEntry[]): boolean {
  const exact = entries.filter(entry => exactVersion(entry.specifier) !== null || entry.url !== null);
  const names = new Set(entries.map(({ name }) => name));
  const pairs = NEEDS.filter(([name, needed]) => names.has(name) && names.has(needed)).length;
  if (exact.length === entries.length) return pairs > 0 || isSorted(entries, 5);
  return isSorted(exact, 20) && entries.length - exact.length <= entries.length / (pairs > 1 ? 10 : 20);
}

/** A freeze holds what its packages need, but for a line added since; a list of exact pins that does not was written by hand. */
function isWhole(entries: readonly RequirementEntry[]): boolean {
  const names = new Set(entries.map(({ name }) => name));
  return NEEDS.filter(([name, needed]) => names.has(name) && !names.has(needed)).length < 2;
}

/**
 * As `pip freeze` writes it, which sorts by names as they are spelt and so now and then otherwise than by normalised ones;
 * one line in `lines` may have been edited by hand since.
 */
function isSorted(entries: readonly RequirementEntry[], lines: number): boolean {
  const misplaced = entries.filter(({ name }, at) => at > 0 && compareText(entries[at - 1]?.name ?? "", name) > 0);
  return misplaced.length * lines <= entries.length;
}

function declaredOf(entry: RequirementEntry, group: string, generator: Generator | null): Declared {
  const heading = generator === null && entry.heading !== null ? groupOfHeading(entry.heading) : null;
  return {
    name: entry.name,
    specifier: entry.specifier,
    extras: entry.extras,
    marker: entry.marker,
    url: entry.url,
    group: group === "main" ? (heading ?? group) : group,
    optional: false,
    offset: entry.offset,
    direct: generator === null ? true : isDirectByNotes(entry.notes),
    conda: false,
  };
}

/** `via -r requirements.in` or `via shop (pyproject.toml)` names a file; `via flask` names another package. */
function isDirectByNotes(notes: readonly string[]): boolean {
  const sources = viaOf(notes);
  return sources.length === 0 || sources.some(isFileSource);
}

function isFileSource(source: string): boolean {
  return source.startsWith("-r ") || /\((?:.*pyproject\.toml|setup\.(?:py|cfg)|.*\.in)\)$/.test(source);
}

function viaOf(notes: readonly string[]): readonly string[] {
  return notes
    .flatMap(note => note.replace(/^via\b/, "").split(","))
    .map(source => source.trim())
    .filter(source => source !== "" && !source.startsWith("-c "));
}

function lockOf(entries: readonly RequirementEntry[], tool: string): LockData {
  const edges = new Map<string, LockEdge[]>();
  for (const entry of entries) {
    for (const source of viaOf(entry.notes)) {
      if (isFileSource(source)) continue;
      const edge = { name: entry.name, extras: entry.extras, marker: entry.marker, version: null, extra: null };
      edges.set(source, [...(edges.get(source) ?? []), edge]);
    }
  }
  const packages = entries.map(entry =>
    lockedPackage({
      name: entry.name,
      version: exactVersion(entry.specifier) ?? "",
      offset: entry.offset,
      edges: edges.get(entry.name) ?? [],
      source: entry.url === null ? "index" : "url",
    }),
  );
  return { requiresPython: null, packages, createdBy: tool };
}

/** The tool that signs a file in its first comments, with the sources it names. */
function generatorOf(path: string, parsed: RequirementsText, neighbours: Neighbours): Generator | null {
  const header = parsed.header.join("\n").toLowerCase();
  const sources = sourcesOf(path, parsed.header, neighbours);
  const isGenerated = /auto-?generated|@?generated by|was compiled/.test(header);
  if (!isGenerated) return null;
  if (header.includes("hatch")) return { tool: "hatch", sources, isExport: false };
  if (header.includes("pip-compile")) return { tool: "pip-compile", sources, isExport: false };
  if (header.includes("uv export")) return { tool: "uv", sources: [], isExport: true };
  if (/\buv\b/.test(header)) return { tool: "uv", sources, isExport: false };
  if (/\bpdm\b/.test(header)) return { tool: "pdm", sources: [], isExport: true };
  if (header.includes("pipenv")) return { tool: "pipenv", sources: [], isExport: true };
  if (/\brye\b/.test(header)) return { tool: "rye", sources, isExport: false };
  return header.includes("poetry") ? { tool: "poetry", sources: [], isExport: true } : null;
}

/** Files of the workspace that the command line in the header names, from the file's folder or any folder above it. */
function sourcesOf(path: string, header: readonly string[], neighbours: Neighbours): readonly string[] {
  const command = header.find(line => /^(?:uv pip compile|pip-compile|python -m piptools)\b/.test(line)) ?? "";
  const words = command.split(/\s+/).filter((word, index, all) => {
    const isOptionValue = /^(?:-o|-c|--output-file|--constraint|--override)$/.test(all[index - 1] ?? "");
    return !word.startsWith("-") && !isOptionValue && /\.(?:in|toml|py|cfg|txt)$/.test(word);
  });
  return words.flatMap(word => {
    for (let folder: string | null = parentOf(path); folder !== null; folder = folderAbove(folder)) {
      const candidate = writtenPath(folder, word);
      if (candidate !== null && candidate !== path && neighbours.has(candidate)) return [candidate];
    }
    return [];
  });
}

function folderAbove(folder: string): string | null {
  return folder === "" ? null : parentOf(folder);
}

function resolveReferences(
  path: string,
  parsed: RequirementsText,
  neighbours: Neighbours,
): Pick<ManifestFile, "includes" | "constraints" | "projects" | "problems"> {
  const includes: string[] = [];
  const constraints: string[] = [];
  const projects: ProjectReference[] = [];
  const problems: ManifestProblem[] = parsed.problems.map(problem => ({ code: "requirement-unreadable", ...problem }));
  for (const reference of parsed.references) {
    if (reference.kind === "project") {
      const { extras, offset } = reference;
      const target = projectNamed(path, reference.path, neighbours);
      const found = projectFiles(target, neighbours);
      // The project's own folder is what this list belongs to; any other is a library that it installs.
      if (target !== null && found.length > 0 && target === projectFolderOf(path)) includes.push(...found);
      else if (target !== null && found.length > 0) projects.push({ folder: target, extras, offset });
      else {
        const message = `The project "${reference.path}" is not in this workspace, so its installation will fail in an image`;
        problems.push({ code: "project-missing", message, offset });
      }
      continue;
    }
    const target = writtenPath(parentOf(path), reference.path);
    if (target !== null && neighbours.has(target)) {
      includes.push(target);
      if (reference.kind === "constraints") constraints.push(target);
    } else if (!reference.path.includes("://") && !reference.path.includes("${")) {
      const message = `"${reference.path}" is included but does not exist`;
      problems.push({ code: "include-missing", message, offset: reference.offset });
    }
  }
  return { includes: [...new Set(includes)], constraints, projects, problems };
}

/**
 * The folder that `-e ./lib` means. pip looks from where it is called, which for `docs/requirements.txt` is mostly a folder
 * above it: where nothing stands beside the list, the nearest such folder that has it.
 */
function projectNamed(path: string, written: string, neighbours: Neighbours): string | null {
  const beside = writtenPath(parentOf(path), written);
  for (let folder: string | null = parentOf(path); folder !== null; folder = folderAbove(folder)) {
    const seen = writtenPath(folder, written);
    if (projectFiles(seen, neighbours).length > 0) return seen;
  }
  return beside;
}

/** Files that make a folder a project, in the order in which installers look. */
export function projectFiles(folder: string | null, neighbours: Neighbours): readonly string[] {
  if (folder === null) return [];
  return ["pyproject.toml", "setup.cfg", "setup.py"]
    .map(name => (folder === "" ? name : `${folder}/${name}`))
    .filter(path => neighbours.has(path));
}

/** `requirements/base.txt` and `requirements/python3/base.txt` belong to the folder that holds `requirements`. */
export function projectFolderOf(path: string): string {
  const own = parentOf(path);
  const folder =
    /^(?:py|python)-?[\d.]*$/i.test(nameOf(own)) && LIST_FOLDER.test(nameOf(parentOf(own))) ? parentOf(own) : own;
  return LIST_FOLDER.test(nameOf(folder)) ? parentOf(folder) : folder;
}

function entryProblems(entries: readonly RequirementEntry[], isGenerated: boolean): readonly ManifestProblem[] {
  const problems: ManifestProblem[] = [];
  const seen = new Map<string, RequirementEntry>();
  for (const entry of entries) {
    if (isOfOtherSystem(entry) && entry.name !== "pkg-resources") {
      const message = `${entry.rawName} can be installed on another system only; an image leaves it out`;
      problems.push({ code: "other-system", message, offset: entry.offset });
    }
    if (isOfOtherMachine(entry)) {
      const message = `${entry.rawName} comes from a path of the machine where the list was written; an image takes it from the index`;
      problems.push({ code: "foreign-path", message, offset: entry.offset });
    }
    const known = seen.get(entry.name);
    const [before, now] = [exactVersion(known?.specifier ?? ""), exactVersion(entry.specifier)];
    if (known && !isGenerated && before !== now && known.marker === null && entry.marker === null) {
      const message = `${entry.rawName} is listed twice with different versions; pip refuses the file`;
      problems.push({ code: "listed-twice", message, offset: entry.offset });
    }
    seen.set(entry.name, entry);
  }
  return problems;
}
