import type { Files } from "../model/ports";
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
export async function rereadRecon(files: Files, options: RereadOptions): Promise<Recon> {
  return (await movedRecon(files, options)) ?? readRecon(files, options);
}

/** The last answer with moved places; null where the changes may change what is said. */
async function movedRecon(files: Files, options: RereadOptions): Promise<Recon | null> {
  const { memory, changed, elapsed = (): number => 0 } = options;
  if (!memory.last || memory.last.request !== requestOf(options) || !changed || changed.length === 0) return null;
  const start = elapsed();
  const known = new Map(memory.files);
  let { recon } = memory.last;
  let { bytes: total } = recon.timings;
  for (const path of new Set(changed)) {
    const before = known.get(path);
    if (!before || memory.texts.has(path)) return null;
    const after = await readAgain(files, path);
    if (!after) return null;
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
  const sizes = new Map([...new Set(changed)].map(path => [path, known.get(path)?.bytes.length ?? 0]));
  memory.workspace = memory.workspace?.rewritten(sizes);
  memory.last = { request: memory.last.request, recon };
  return recon;
}

async function readAgain(
  files: Files,
  path: string,
): Promise<{ readonly file: KnownFile; readonly source: SourceText } | null> {
  const bytes = await files.read(path, MAX_PYTHON_BYTES);
  if (!bytes || bytes.length >= MAX_PYTHON_BYTES || isBinary(bytes)) return null;
  const source = new SourceText(decodeText(bytes));
  return { file: { bytes, facts: scanPython(source.text), modified: undefined }, source };
}
