import { joinPath, nameOf, parentOf } from "../../model/paths";
import { envValues } from "./env-file";
import { isOverrideName, mainNames, overrideNames } from "./file-names";
import type { ComposeDocument, ComposeService } from "./types";

/** What may be known of the files around a Compose file. */
export interface ComposeSurroundings {
  /** False where nothing is known: then a file that is not found may exist. */
  readonly isKnown: boolean;
  /** The document of a Compose file by its path, null where there is none. */
  document(path: string): ComposeDocument | null;
  /** The text of any other file, null where there is none. */
  read(path: string): string | null;
  /** Whether there is a file at a path, also one that was not read. */
  exists(path: string): boolean;
  /** The paths of all Compose files. */
  readonly composePaths: readonly string[];
}

export const NO_SURROUNDINGS: ComposeSurroundings = {
  isKnown: false,
  document: () => null,
  read: () => null,
  exists: () => false,
  composePaths: [],
};

export interface ComposeFile {
  readonly path: string;
  readonly document: ComposeDocument;
}

/** One definition of a service, in one file. */
export interface ServicePart {
  readonly file: ComposeFile;
  readonly service: ComposeService;
}

/** What one `docker compose` call would read with a file: the file, those it is merged with, and those it includes. */
export interface ComposeProject {
  /** In the order of merging: later ones win. */
  readonly files: readonly ComposeFile[];
  /** False where a part is out of sight, so that a name that is not found may still be defined. */
  readonly isComplete: boolean;
  /** The definitions of each service, bases of `extends` first; later ones win. */
  readonly services: ReadonlyMap<string, readonly ServicePart[]>;
  /** Services whose `extends` could not be followed. */
  readonly unknownBases: ReadonlySet<string>;
  /** The services of another file that one extends, where the base that it names is not among them. */
  readonly otherBases: ReadonlyMap<string, readonly string[]>;
  readonly networks: ReadonlySet<string>;
  readonly volumes: ReadonlySet<string>;
  readonly secrets: ReadonlySet<string>;
  readonly configs: ReadonlySet<string>;
  readonly models: ReadonlySet<string>;
  /** The values of the project's `.env`, null where it is not known. */
  readonly variables: ReadonlyMap<string, string> | null;
  /** Files named by `include` or `extends` that do not exist. */
  readonly missing: ReadonlySet<string>;
}

const MAX_FILES = 100;

/** Gathers the project that a file belongs to. */
export function readProject(file: ComposeFile, surroundings: ComposeSurroundings): ComposeProject {
  const gathering = new Gathering(surroundings);
  const base = baseOf(file, surroundings);
  if (base === "unknown" || isLaidOverAnother(file, base, surroundings) || isOneOfMany(file, base, surroundings))
    gathering.isComplete = false;
  if (base !== null && base !== "unknown") gathering.add(base);
  gathering.add(file);
  for (const name of base === null ? overrideNames(nameOf(file.path)) : []) {
    const path = joinPath(parentOf(file.path), name);
    const document = surroundings.document(path);
    if (document === null) continue;
    gathering.add({ path, document });
    break;
  }
  return gathering.finish(parentOf((typeof base === "object" && base !== null ? base : file).path));
}

/** The same of a file with those that it includes and extends, without any that it is laid over or that is laid over it. */
export function readAlone(file: ComposeFile, surroundings: ComposeSurroundings): ComposeProject {
  const gathering = new Gathering(surroundings);
  gathering.add(file);
  return gathering.finish(parentOf(file.path));
}

/** The file that this one is laid over; null where it stands for itself. */
function baseOf(file: ComposeFile, surroundings: ComposeSurroundings): ComposeFile | "unknown" | null {
  const name = nameOf(file.path);
  const isOverride = isOverrideName(name);
  if (!isOverride && mainNames().includes(name)) return null;
  const folder = parentOf(file.path);
  const bases = mainNames().flatMap(each => {
    const path = joinPath(folder, each);
    const document = path === file.path ? null : surroundings.document(path);
    return document === null ? [] : [{ path, document }];
  });
  if (isOverride) return bases[0] ?? "unknown";
  const needs = needsOf(file.document, null);
  const fitting = bases.find(each => meetsAny(each.document, needs));
  if (fitting !== undefined) return fitting;
  return file.document.services.some(lacksImage) ? "unknown" : null;
}

/**
 * True where a file that is no main one needs what only another such file beside it defines, or the main file of a folder above: it is
 * laid over that by hand (`-f`), and nobody says what else is. A main file in a folder of its own does so where it changes services
 * of one above that it gives no image.
 */
function isLaidOverAnother(
  file: ComposeFile,
  base: ComposeFile | "unknown" | null,
  surroundings: ComposeSurroundings,
): boolean {
  const isMain = mainNames().includes(nameOf(file.path));
  const known = typeof base === "string" ? null : (base?.document ?? null);
  const needs = needsOf(file.document, known);
  const changed = changedBy(file.document, known);
  if (isMain ? changed.size === 0 : SECTIONS.every(section => needs[section].size === 0)) return false;
  const own = parentOf(file.path);
  return surroundings.composePaths.some(path => {
    const folder = parentOf(path);
    const isAbove = own !== folder && (folder === "" || own.startsWith(`${folder}/`));
    const isBaseAbove = isAbove && mainNames().includes(nameOf(path));
    if (path === file.path || !(isBaseAbove || (!isMain && folder === own))) return false;
    const other = surroundings.document(path);
    if (other === null) return false;
    return isMain ? other.services.some(each => changed.has(each.name)) : meetsAny(other, needs);
  });
}

/** How many other folders must lack a name alike before it is no slip. */
const FOLDERS_ALIKE = 2;

/** True where main files of other folders need the same names and do not have them either: all are laid over a file out of sight. */
function isOneOfMany(
  file: ComposeFile,
  base: ComposeFile | "unknown" | null,
  surroundings: ComposeSurroundings,
): boolean {
  const needs = needsOf(file.document, typeof base === "string" ? null : (base?.document ?? null));
  const wanted = SECTIONS.filter(section => needs[section].size > 0);
  if (wanted.length === 0) return false;
  const folders = new Set<string>();
  for (const path of surroundings.composePaths) {
    const folder = parentOf(path);
    if (folder === parentOf(file.path) || folders.has(folder) || !mainNames().includes(nameOf(path))) continue;
    const document = surroundings.document(path);
    const others = document === null ? null : needsOf(document, null);
    if (others === null || !wanted.some(section => [...others[section]].some(name => needs[section].has(name))))
      continue;
    if (folders.add(folder).size >= FOLDERS_ALIKE) return true;
  }
  return false;
}

/** True for a service that is only changed: what it is made of stands in another file. */
export function lacksImage(service: ComposeService): boolean {
  return service.image === null && service.build === null && service.extends === null && !isProvided(service);
}

function isProvided(service: ComposeService): boolean {
  return service.node.kind === "map" && service.node.entries.some(each => each.key === "provider");
}

const SECTIONS = ["services", "networks", "volumes", "secrets", "configs"] as const;

/** Names of each section that a file needs and does not define. */
type Needs = Readonly<Record<(typeof SECTIONS)[number], ReadonlySet<string>>>;

/** What a file asks of those it is laid over: services that it only changes, and names that neither it nor `known` defines. */
function needsOf(file: ComposeDocument, known: ComposeDocument | null): Needs {
  const missing = (
    section: keyof Needs,
    used: (service: ComposeService) => readonly (string | null)[],
  ): ReadonlySet<string> => {
    const defined = new Set([...file[section], ...(known?.[section] ?? [])].map(each => each.name));
    return new Set(file.services.flatMap(used).filter((name): name is string => name !== null && !defined.has(name)));
  };
  const names = (references: readonly { readonly name: string }[]): readonly string[] =>
    references.map(each => each.name);
  return {
    services: new Set([...changedBy(file, known), ...missing("services", each => names(each.dependsOn))]),
    networks: missing("networks", each => names(each.networks)),
    volumes: missing("volumes", each => each.volumes.flatMap(({ type, source }) => (type === "volume" ? source : []))),
    secrets: missing("secrets", each => names(each.secrets)),
    configs: missing("configs", each => names(each.configs)),
  };
}

/** Services that a file gives no image, and `known` does not have. */
function changedBy(file: ComposeDocument, known: ComposeDocument | null): ReadonlySet<string> {
  const others = new Set(known?.services.map(each => each.name));
  return new Set(file.services.filter(each => lacksImage(each) && !others.has(each.name)).map(each => each.name));
}

function meetsAny(base: ComposeDocument, needs: Needs): boolean {
  return SECTIONS.some(section => base[section].some(each => needs[section].has(each.name)));
}

class Gathering {
  isComplete = true;
  readonly #surroundings: ComposeSurroundings;
  readonly #files: ComposeFile[] = [];
  readonly #seen = new Set<string>();
  readonly #missing = new Set<string>();
  readonly #otherBases = new Map<string, readonly string[]>();

  constructor(surroundings: ComposeSurroundings) {
    this.#surroundings = surroundings;
  }

  /** Adds a file after those it includes. */
  add(file: ComposeFile): void {
    if (this.#seen.has(file.path) || this.#seen.size >= MAX_FILES) return;
    this.#seen.add(file.path);
    if (file.document.problems.length > 0) this.isComplete = false;
    for (const include of file.document.includes) {
      for (const each of include.paths) {
        const found = this.#open(file.path, each.text);
        if (found === null) this.isComplete = false;
        else this.add(found);
      }
    }
    this.#files.push(file);
  }

  #open(from: string, path: string): ComposeFile | null {
    if (path.includes("$") || path.includes(":") || path.startsWith("/") || path.startsWith("~")) return null;
    const resolved = joinPath(parentOf(from), path);
    const document = resolved.startsWith("..") ? null : this.#surroundings.document(resolved);
    if (document !== null) return { path: resolved, document };
    // The paths of a file that is laid over others count from the first one's folder.
    const isElsewhere =
      !mainNames().includes(nameOf(from)) &&
      this.#surroundings.composePaths.some(each => nameOf(each) === nameOf(path));
    const isAbsent = !resolved.startsWith("..") && !isElsewhere && !this.#surroundings.exists(resolved);
    if (isAbsent && this.#surroundings.isKnown) this.#missing.add(resolved);
    return null;
  }

  finish(folder: string): ComposeProject {
    const services = new Map<string, ServicePart[]>();
    const unknownBases = new Set<string>();
    for (const file of this.#files) {
      for (const service of file.document.services) {
        const parts = services.get(service.name) ?? [];
        if (!this.#inherit({ file, service }, parts, 0)) unknownBases.add(service.name);
        parts.push({ file, service });
        services.set(service.name, parts);
      }
    }
    const names = (section: "networks" | "volumes" | "secrets" | "configs" | "models"): ReadonlySet<string> =>
      new Set(this.#files.flatMap(file => file.document[section].map(each => each.name)));
    return {
      files: this.#files,
      isComplete: this.isComplete,
      services,
      unknownBases,
      otherBases: this.#otherBases,
      networks: names("networks"),
      volumes: names("volumes"),
      secrets: names("secrets"),
      configs: names("configs"),
      models: names("models"),
      variables: this.#surroundings.isKnown ? envValues(this.#surroundings.read(joinPath(folder, ".env")) ?? "") : null,
      missing: this.#missing,
    };
  }

  /** Adds what the service extends; false where that is out of sight. */
  #inherit(part: ServicePart, parts: ServicePart[], depth: number): boolean {
    const { file, service } = part;
    if (service.extends === null) return true;
    if (depth > 20) return false;
    const other = service.extends.file;
    const target = other === null ? file : this.#open(file.path, other.text);
    const base = target?.document.services.find(each => each.name === service.extends?.service);
    if (target === null || base === undefined) {
      const isRead = target !== null && other !== null && target.document.problems.length === 0;
      if (isRead && depth === 0)
        this.#otherBases.set(
          service.name,
          target.document.services.map(each => each.name),
        );
      return false;
    }
    const basePart = { file: target, service: base };
    const isKnown = this.#inherit(basePart, parts, depth + 1);
    parts.push(basePart);
    return isKnown;
  }
}

/** The last definition's value of a service, by a function that gives null where a part says nothing. */
export function effective<Value>(
  parts: readonly ServicePart[],
  pick: (service: ComposeService) => Value | null,
): { readonly value: Value; readonly part: ServicePart } | null {
  for (let at = parts.length - 1; at >= 0; at--) {
    const part = parts[at];
    const value = part === undefined ? null : pick(part.service);
    if (part !== undefined && value !== null) return { value, part };
  }
  return null;
}

/** The Compose files beside `path` that the project does not hold. */
export function overlaysOf(
  path: string,
  project: ComposeProject,
  surroundings: ComposeSurroundings,
): readonly ComposeDocument[] {
  return surroundings.composePaths.flatMap(each => {
    if (parentOf(each) !== parentOf(path) || project.files.some(file => file.path === each)) return [];
    return surroundings.document(each) ?? [];
  });
}
