import { isInside } from "../model/paths";
import { compareText, type Confidence, type Place } from "../model/place";
import type { FileEntry, ListingProblem, ReadFiles } from "../model/ports";
import { throwIfCancelled } from "../model/error";
import type { DataNode, ParsedData } from "./data-node";
import { decodeText, isBinary } from "./decode";
import { globTest } from "./glob";
import { isForeignFolder } from "./ignored-folders";
import { parseIni } from "./ini";
import { parseJson } from "./json";
import { maskLine } from "./mask";
import { OwnFiles } from "./own-files";
import { PathIndex } from "./path-index";
import { SourceText } from "./source-text";
import { parseToml } from "./toml";
import { parseYaml, readYamlDocuments } from "./yaml";

/** Larger text files are listed but not read: no manifest, setting or script written by a person is this large. */
const MAX_TEXT_BYTES = 8_000_000;
/** An index of half a million files. */
const MAX_INDEX_BYTES = 64_000_000;

export interface WorkspaceOptions {
  /** Globs of `.drydock.yaml`'s `recon.exclude`. */
  readonly exclude?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * A folder as it was at one moment. The listing is complete from the start; texts are read by `load` (asynchronously)
 * and are then answered at once. Detectors and rules only see this, so they cannot read a disk.
 */
export class Workspace {
  /** The folder's own name. */
  readonly name: string;
  /** Sorted by path (code units). */
  readonly files: readonly FileEntry[];
  readonly problems: readonly ListingProblem[];
  /** Folders with records of installed distributions (PEP 376, `NAME-VERSION.dist-info`) beside their packages. */
  readonly installedFolders: readonly string[];
  /** Files and folders that are there and not listed: git ignores them, they are no part of the code, or the settings exclude them. */
  readonly leftOut: readonly string[];
  /** The same object for as long as all that may be asked of the folder is, but the sizes of its files. */
  readonly contents: object;
  readonly #files: ReadFiles;
  readonly #byPath: ReadonlyMap<string, FileEntry>;
  readonly #folders: ReadonlySet<string>;
  readonly #texts = new Map<string, SourceText | null>();
  readonly #parsed = new Map<string, ParsedData>();
  readonly #documents = new Map<string, readonly DataNode[]>();
  #index: PathIndex | undefined;

  constructor(
    name: string,
    files: ReadFiles,
    entries: readonly FileEntry[],
    problems: readonly ListingProblem[],
    installedFolders: readonly string[] = [],
    leftOut: readonly string[] = [],
    contents: object = {},
  ) {
    this.name = name;
    this.leftOut = leftOut;
    this.contents = contents;
    this.installedFolders = [...installedFolders].sort(compareText);
    this.#files = files;
    this.files = [...entries].sort((left, right) => compareText(left.path, right.path));
    this.problems = problems;
    this.#byPath = new Map(this.files.map(file => [file.path, file]));
    const folders = new Set<string>([""]);
    for (const { path } of this.files) {
      for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
        const folder = path.slice(0, at);
        if (folders.has(folder)) break;
        folders.add(folder);
      }
    }
    this.#folders = folders;
  }

  /** The same folder after files were written that no text was read of; when they were written is not known. */
  rewritten(sizes: ReadonlyMap<string, number>): Workspace {
    const entries = this.files.map(entry => {
      const bytes = sizes.get(entry.path);
      return bytes === undefined ? entry : { path: entry.path, executable: entry.executable, bytes };
    });
    const after = this.#like(entries, this.contents);
    after.#index = this.#index;
    return after;
  }

  /** The same folder as if some of the folders in it were not there. */
  without(folders: readonly string[]): Workspace {
    if (folders.length === 0) return this;
    const isThere = (path: string): boolean => !folders.some(folder => isInside(folder, path));
    return this.#like(
      this.files.filter(({ path }) => isThere(path)),
      {},
      isThere,
    );
  }

  #like(entries: readonly FileEntry[], contents: object, isThere: (path: string) => boolean = () => true): Workspace {
    const { name, problems, installedFolders, leftOut } = this;
    const after = new Workspace(name, this.#files, entries, problems, installedFolders, leftOut, contents);
    for (const [path, text] of this.#texts) if (isThere(path)) after.#texts.set(path, text);
    for (const [path, data] of this.#parsed) if (isThere(path)) after.#parsed.set(path, data);
    for (const [path, documents] of this.#documents) if (isThere(path)) after.#documents.set(path, documents);
    return after;
  }

  /** The same folder with other texts in some of its files; null for one that is to count as unreadable. */
  withTexts(texts: ReadonlyMap<string, string | null>): Workspace {
    const after = this.rewritten(new Map());
    for (const [path, text] of texts) {
      after.#texts.set(path, text === null ? null : new SourceText(text));
      after.#parsed.delete(path);
      after.#documents.delete(path);
    }
    return after;
  }

  has(path: string): boolean {
    return this.#byPath.has(path);
  }

  entry(path: string): FileEntry | undefined {
    return this.#byPath.get(path);
  }

  hasFolder(path: string): boolean {
    return this.#folders.has(path);
  }

  /** Paths that match any of the globs, sorted. */
  paths(...globs: readonly string[]): readonly string[] {
    return this.#paths().matching(globs);
  }

  /** Paths of the files of exactly this name, in any folder, sorted. */
  named(name: string): readonly string[] {
    return this.#paths().named(name);
  }

  #paths(): PathIndex {
    return (this.#index ??= new PathIndex(this.files.map(({ path }) => path)));
  }

  /** Reads texts so that `text` can answer; files that are absent, too large or binary answer null. */
  async load(paths: readonly string[], signal?: AbortSignal): Promise<void> {
    const missing = paths.filter(path => !this.#texts.has(path));
    for (let start = 0; start < missing.length; start += 64) {
      throwIfCancelled(signal);
      await Promise.all(missing.slice(start, start + 64).map(path => this.#loadOne(path)));
    }
  }

  /** The same for files that git ignores, which a listed file names or which would be written. */
  async loadUnlisted(paths: readonly string[]): Promise<void> {
    const missing = paths.filter(path => this.text(path) === null);
    await Promise.all(missing.map(path => this.#loadOne(path, true)));
  }

  async #loadOne(path: string, isUnlisted = false): Promise<void> {
    const file = this.#byPath.get(path);
    const isRead = file ? file.bytes <= MAX_TEXT_BYTES : isUnlisted;
    const bytes = isRead ? await this.#files.read(path, MAX_TEXT_BYTES) : null;
    this.#texts.set(path, bytes && !isBinary(bytes) ? new SourceText(decodeText(bytes)) : null);
  }

  /** Bytes of any listed file, not kept; null where it vanished or may not be read. */
  async bytes(path: string, limit = MAX_TEXT_BYTES): Promise<Uint8Array | null> {
    return this.#byPath.has(path) ? this.#files.read(path, limit) : null;
  }

  /** The text of a loaded file; null where it was not loaded, is absent, binary or too large. */
  source(path: string): SourceText | null {
    return this.#texts.get(path) ?? null;
  }

  text(path: string): string | null {
    return this.source(path)?.text ?? null;
  }

  /** A loaded TOML, YAML, JSON or INI file as data with offsets, parsed once. */
  data(path: string): ParsedData {
    const known = this.#parsed.get(path);
    if (known) return known;
    const text = this.text(path);
    const parsed = text === null ? { root: null, problems: [] } : parserFor(path)(text);
    this.#parsed.set(path, parsed);
    return parsed;
  }

  /** All documents of a loaded YAML file, which may be a template of Helm; read once. */
  documents(path: string): readonly DataNode[] {
    const known = this.#documents.get(path);
    if (known) return known;
    const documents = readYamlDocuments(this.text(path) ?? "");
    this.#documents.set(path, documents);
    return documents;
  }

  /** The place of an offset in a loaded file, with its line masked. */
  place(path: string, offset: number, confidence: Confidence = "high"): Place {
    const source = this.source(path);
    if (!source) return { path, line: 1, column: 1, text: "", confidence };
    const { line, column } = source.position(offset);
    return { path, line, column, text: maskLine(source.line(line), path), confidence };
  }
}

function parserFor(path: string): (text: string) => ParsedData {
  if (/\.toml$|(?:^|\/)(?:poetry|uv|pdm|Cargo)\.lock$|(?:^|\/)Pipfile$/.test(path)) return parseToml;
  if (/\.json$|\.jsonc$|\.ipynb$|(?:^|\/)Pipfile\.lock$/.test(path)) return parseJson;
  if (/\.ya?ml$|\.yml\.\w+$/.test(path)) return parseYaml;
  return parseIni;
}

/** Lists the folder by the ignore rules of recon and git. Nothing is read but names and `.gitignore` files. */
export async function openWorkspace(
  name: string,
  files: ReadFiles,
  options: WorkspaceOptions = {},
): Promise<Workspace> {
  const excluded = globTest(options.exclude ?? []);
  const ownFiles = new OwnFiles(await files.read(".git/index", MAX_INDEX_BYTES));
  const readRules = async (folder: string): Promise<true> => {
    const rules = await files.read(folder === "" ? ".gitignore" : `${folder}/.gitignore`, MAX_TEXT_BYTES);
    if (rules) ownFiles.add(folder, decodeText(rules));
    return true;
  };
  const installed: string[] = [];
  const leftOut: string[] = [];
  const listing = await files.list((path, names) => {
    const hasRules = names.includes(".gitignore");
    if (path === "") return hasRules ? readRules("") : true;
    if (names.some(child => child.endsWith(".dist-info"))) installed.push(path);
    const isListed =
      !isForeignFolder(path, names) && ![path, `${path}/`].some(excluded) && ownFiles.hasFolder(path, names);
    if (!isListed) leftOut.push(path);
    return isListed && hasRules ? readRules(path) : isListed;
  }, options.signal);
  const entries = listing.files.filter(({ path }) => {
    const isListed = !excluded(path) && (isKept(path) || ownFiles.has(path));
    if (!isListed) leftOut.push(path);
    return isListed;
  });
  return new Workspace(name, files, entries, listing.problems, installed, leftOut);
}

/** Ignored by git, but the environment files of this machine are facts about the application, and builders read theirs. */
function isKept(path: string): boolean {
  return /(?:^|\/)\.env[^/]*$|\.sqlite3?$|\.db$|\.dockerignore$/.test(path);
}
