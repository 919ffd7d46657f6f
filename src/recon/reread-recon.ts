import type { ReadFiles } from "../model/ports";
import type { Recon } from "../model/recon";
import { type KnownFile, MAX_PYTHON_BYTES } from "../python/read-project";
import { scanPython } from "../python/scan/scan-python";
import { decodeText, isBinary } from "../workspace/decode";
import { SourceText } from "../workspace/source-text";
import { alignFacts } from "./aligned-facts";
import { moveRecon } from "./move-recon";
import { readRecon, type ReadReconOptions, requestOf } from "./read-recon";
import type { ReconMemory } from "./recon-memory";

export interface RereadOptions extends ReadReconOptions {
  readonly memory: ReconMemory;
}

/**
 * Recon of a folder that was read before. Most saves change what functions do and nothing that recon reports: then the
 * saved files alone are scanned again, and the last answer's places are moved. Otherwise what changed is read and linked
 * again, and all detectors run.
 */
export async function rereadRecon(files: ReadFiles, options: RereadOptions): Promise<Recon> {
  const reread = await readChanged(files, options);
  if (!reread) return readRecon(files, options);
  const now = new Map([...reread].map(([path, { file }]) => [path, file]));
  return movedRecon(options, reread) ?? readRecon(files, { ...options, reread: now });
}

/** What changed as it is now, where every changed file is Python that was read for its facts alone; else null. */
async function readChanged(files: ReadFiles, options: RereadOptions): Promise<ReadonlyMap<string, Reread> | null> {
  const { memory, changed } = options;
  if (memory.last?.request !== requestOf(options) || !changed || changed.length === 0) return null;
  const reread = new Map<string, Reread>();
  for (const path of new Set(changed)) {
    const isPlain = memory.files.has(path) && !memory.texts.has(path) && /\.(?:pyw?|wsgi)$/.test(path);
    const again = isPlain ? await readAgain(files, path) : null;
    if (!again) return null;
    reread.set(path, again);
  }
  return reread;
}

/** The last answer with moved places; null where the changes may change what is said. */
function movedRecon(options: RereadOptions, reread: ReadonlyMap<string, Reread>): Recon | null {
  const { memory, elapsed = (): number => 0 } = options;
  if (!memory.last) return null;
  const start = elapsed();
  const known = new Map(memory.files);
  let { recon } = memory.last;
  let { bytes: total } = recon.timings;
  for (const [path, after] of reread) {
    const before = known.get(path);
    if (!before) return null;
    known.set(path, after.file);
    total += after.file.bytes.length - before.bytes.length;
    const source = new SourceText(decodeText(before.bytes));
    const alignment = alignFacts({ facts: before.facts, source }, { facts: after.file.facts, source: after.source });
    const moved =
      alignment &&
      moveRecon(recon, {
        path,
        before: source,
        after: after.source,
        alignment,
        lines: after.file.facts.lines - before.facts.lines,
      });
    if (!moved) return null;
    recon = moved;
  }
  const totalMs = elapsed() - start;
  const none = { listMs: 0, readMs: 0, linkMs: 0, detectMs: 0 };
  recon = { ...recon, timings: { ...none, scanMs: totalMs, totalMs, files: recon.timings.files, bytes: total } };
  memory.files = known;
  const sizes = new Map([...reread].map(([path, { file }]) => [path, file.bytes.length]));
  memory.workspace = memory.workspace?.rewritten(sizes);
  memory.last = { request: memory.last.request, recon };
  return recon;
}

interface Reread {
  readonly file: KnownFile;
  /** Its text, for places. */
  readonly source: SourceText;
}

async function readAgain(files: ReadFiles, path: string): Promise<Reread | null> {
  const bytes = await files.read(path, MAX_PYTHON_BYTES);
  if (!bytes || bytes.length >= MAX_PYTHON_BYTES || isBinary(bytes)) return null;
  const source = new SourceText(decodeText(bytes));
  return { file: { bytes, facts: scanPython(source.text), modified: undefined }, source };
}
