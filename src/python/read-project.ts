import { throwIfCancelled } from "../model/error";
import type { FileEntry } from "../model/ports";
import type { Problem } from "../model/recon";
import { decodeText, isBinary } from "../workspace/decode";
import type { Workspace } from "../workspace/workspace";
import { nameOf } from "../model/paths";
import type { PythonFacts } from "./facts";
import { declaredRoots, ownFolders, PROJECT_GLOBS } from "./link/declared-roots";
import { type LinkedProject, linkProject } from "./link/link-project";
import { startedFolders } from "./link/started-folders";
import { batchScanner, type ScanInput, type ScanOutput } from "./scan-batch";
import { SCANNER_VERSION } from "./scan/scan-python";

/** Larger Python files are data that someone named `.py`. */
export const MAX_PYTHON_BYTES = 5_000_000;
/** Names of Python sources; servers such as mod_wsgi and uWSGI start a `.wsgi` file by its path. */
const NAMED = /\.(?:pyw?|wsgi)$/;
/** Files per batch: small enough for cancelling, large enough for a thread to be worth its messages. */
const BATCH_FILES = 128;

/** Facts by content; the key names the scanner's version too. */
export interface FactsCache {
  get(key: string): PythonFacts | undefined;
  set(key: string, facts: PythonFacts): void;
}

/** A Python file as it was read. */
export interface KnownFile {
  readonly bytes: Uint8Array;
  readonly facts: PythonFacts;
  /** When it was written, as the listing told; undefined where that is not known. */
  readonly modified: number | undefined;
}

export interface ReadProjectOptions {
  readonly signal?: AbortSignal | undefined;
  readonly cache?: FactsCache | undefined;
  /** Hashes bytes for the cache's keys; without it the cache is not used. */
  readonly hash?: ((bytes: Uint8Array) => string) | undefined;
  /** Scans a batch, on another thread for example; batches may be answered in any order. */
  readonly scanBatch?:
    ((inputs: readonly ScanInput[]) => readonly ScanOutput[] | Promise<readonly ScanOutput[]>) | undefined;
  /** Milliseconds from an arbitrary start, for the timings; without it they are 0. */
  readonly elapsed?: (() => number) | undefined;
  /** The project as it was before; what did not change is taken over. */
  readonly previous?: LinkedProject | undefined;
  /** Files of an earlier reading: those of the same size and time are not read again. */
  readonly known?: ReadonlyMap<string, KnownFile> | undefined;
  /** What that reading could not read, and all that differs from it as it is now, where somebody knows that. */
  readonly rewritten?:
    { readonly files: ReadonlyMap<string, KnownFile>; readonly problems: readonly Problem[] } | undefined;
}

export interface ReadProject {
  readonly project: LinkedProject;
  /** Every Python file that was read, for the next reading. */
  readonly files: ReadonlyMap<string, KnownFile>;
  readonly problems: readonly Problem[];
  readonly timings: {
    readonly readMs: number;
    readonly scanMs: number;
    readonly linkMs: number;
    readonly files: number;
    readonly bytes: number;
  };
}

/** Reads, scans and links all Python of a workspace. Files that cannot be read are problems, never errors. */
export async function readProject(workspace: Workspace, options: ReadProjectOptions = {}): Promise<ReadProject> {
  const elapsed = options.elapsed ?? ((): number => 0);
  const scan = options.scanBatch ?? batchScanner();
  const { known, rewritten } = options;
  const problems: Problem[] = [...(rewritten?.problems ?? [])];
  const files = new Map<string, KnownFile>(rewritten ? [...(known ?? []), ...rewritten.files] : []);
  const paths: string[] = [];
  for (const path of rewritten ? [] : pythonPaths(workspace)) {
    const before = known?.get(path);
    if (before && isUnchanged(before, workspace.entry(path))) files.set(path, before);
    else paths.push(path);
  }
  const started = elapsed();
  const { facts, contents, readMs } = await scanFiles(workspace, paths, { ...options, scan, elapsed, problems });
  const scanned = elapsed();
  await workspace.load(
    workspace.paths(...PROJECT_GLOBS).filter(path => !path.endsWith(".py")),
    options.signal,
  );
  for (const [path, own] of facts) {
    const bytes = contents.get(path);
    if (bytes) files.set(path, { bytes, facts: own, modified: workspace.entry(path)?.modified });
  }
  const allFacts = new Map([...files].map(([path, file]) => [path, file.facts]));
  const input = {
    name: workspace.name,
    facts: allFacts,
    declaredRoots: declaredRoots(workspace),
    ownFolders: ownFolders(workspace),
    startedFolders: startedFolders(workspace, allFacts),
    installed: workspace.installedFolders,
    text: (path: string): string | null => {
      const bytes = files.get(path)?.bytes;
      return bytes ? decodeText(bytes) : null;
    },
  };
  const project = options.previous ? options.previous.relink(input) : linkProject(input);
  const linked = elapsed();
  return {
    project,
    files,
    problems,
    timings: {
      readMs: Math.round(readMs),
      scanMs: Math.round(scanned - started - readMs),
      linkMs: Math.round(linked - scanned),
      files: files.size,
      bytes: [...contents.values()].reduce((sum, { length }) => sum + length, 0),
    },
  };
}

/** Reads files in batches, each scanned while the next is read; facts of a known content come from the cache. */
async function scanFiles(
  workspace: Workspace,
  paths: readonly string[],
  {
    cache,
    hash,
    signal,
    scan,
    elapsed,
    problems,
  }: Pick<ReadProjectOptions, "cache" | "hash" | "signal"> & {
    readonly scan: NonNullable<ReadProjectOptions["scanBatch"]>;
    readonly elapsed: () => number;
    readonly problems: Problem[];
  },
): Promise<{
  readonly facts: ReadonlyMap<string, PythonFacts>;
  readonly contents: ReadonlyMap<string, Uint8Array>;
  readonly readMs: number;
}> {
  const contents = new Map<string, Uint8Array>();
  const facts = new Map<string, PythonFacts>();
  const keys = new Map<string, string>();
  const pending: Promise<void>[] = [];
  let readMs = 0;
  const scanAll = async (inputs: readonly ScanInput[]): Promise<void> => {
    for (const output of await scan(inputs)) {
      facts.set(output.path, output.facts);
      const key = keys.get(output.path);
      if (key !== undefined) cache?.set(key, output.facts);
    }
  };
  for (let from = 0; from < paths.length; from += BATCH_FILES) {
    throwIfCancelled(signal);
    const before = elapsed();
    const inputs = await readBatch(workspace, paths.slice(from, from + BATCH_FILES), problems);
    readMs += elapsed() - before;
    const missing = inputs.filter(({ path, bytes }) => {
      contents.set(path, bytes);
      if (cache === undefined || hash === undefined) return true;
      const key = `${SCANNER_VERSION}-${hash(bytes)}`;
      const kept = cache.get(key);
      if (kept) facts.set(path, kept);
      else keys.set(path, key);
      return kept === undefined;
    });
    if (missing.length > 0) pending.push(scanAll(missing));
  }
  await Promise.all(pending);
  throwIfCancelled(signal);
  return { facts, contents, readMs };
}

function isUnchanged(known: KnownFile, entry: FileEntry | undefined): boolean {
  return known.modified !== undefined && known.modified === entry?.modified && known.bytes.length === entry.bytes;
}

/** Every Python source of the workspace; files without extension only where scripts live, by their first line. */
function pythonPaths(workspace: Workspace): readonly string[] {
  return workspace.files.flatMap(({ path, executable }) => {
    if (NAMED.test(path)) return path;
    const base = nameOf(path);
    const isScript = !base.includes(".") && (executable || /(?:^|\/)(?:bin|scripts?)\/[^/]+$/.test(path));
    return isScript ? path : [];
  });
}

async function readBatch(
  workspace: Workspace,
  paths: readonly string[],
  problems: Problem[],
): Promise<readonly ScanInput[]> {
  const read = await Promise.all(
    paths.map(async (path): Promise<ScanInput | null> => {
      const isNamed = NAMED.test(path);
      const size = workspace.entry(path)?.bytes ?? 0;
      if (size > MAX_PYTHON_BYTES) {
        if (isNamed)
          problems.push(
            problem(
              "python-too-large",
              `This file of ${Math.round(size / 1_000_000)} MB was not read: code written by people is smaller.`,
              path,
            ),
          );
        return null;
      }
      const bytes = await workspace.bytes(path, MAX_PYTHON_BYTES);
      if (!bytes) {
        if (isNamed)
          problems.push(
            problem(
              "python-unreadable",
              "This file could not be read, so what it does is left out. Give yourself read access to it.",
              path,
            ),
          );
        return null;
      }
      if (isBinary(bytes)) {
        if (isNamed)
          problems.push(problem("python-binary", "This file is named as Python but holds binary data.", path));
        return null;
      }
      return isNamed || isPythonScript(bytes) ? { path, bytes } : null;
    }),
  );
  return read.flatMap(input => input ?? []);
}

/** `#!/usr/bin/env python3` and its like. */
function isPythonScript(bytes: Uint8Array): boolean {
  if (bytes[0] !== 35 || bytes[1] !== 33) return false;
  const line = decodeText(bytes.subarray(0, 120)).split("\n", 1)[0] ?? "";
  return /\bpython[\d.]*(?:\s|$)/.test(line);
}

function problem(code: string, message: string, path: string): Problem {
  return { code, message, place: { path, line: 1, column: 1, text: "", confidence: "high" } };
}
