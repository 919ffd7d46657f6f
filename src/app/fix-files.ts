import { applyFixes } from "../lint/fixes";
import type { Finding } from "../model/finding";
import type { Files } from "../model/ports";
import { decodeText } from "../workspace/decode";

/** Applies the safe fixes of findings to the files on disk, all files or none; answers how many findings were fixed. */
export async function fixFiles(files: Files, findings: readonly Finding[]): Promise<number> {
  const safe = findings.filter(({ fixes }) => fixes.some(fix => fix.safe));
  const texts = new Map<string, string>();
  for (const path of new Set(safe.flatMap(({ fixes }) => fixes.flatMap(({ edits }) => edits.map(edit => edit.path))))) {
    const bytes = await files.read(path);
    if (bytes) texts.set(path, decodeText(bytes));
  }
  const fixed = applyFixes(texts, safe);
  const writes = [...fixed.texts].flatMap(([path, text]) => {
    const before = texts.get(path) ?? null;
    return before === text ? [] : [{ path, text, before }];
  });
  if (writes.length > 0) await files.writeAll(writes);
  return fixed.applied;
}
