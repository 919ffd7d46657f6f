import { createHash } from "node:crypto";
import type { ContextFile } from "../model/ports";

/** Most files whose marks are kept of a build; a larger context is compared by the first ones. */
const MOST = 5000;

/** A short mark of each file's content, taken while the files are sent, so that nothing is read twice. */
export function markFiles(files: readonly ContextFile[]): {
  readonly files: readonly ContextFile[];
  readonly marks: () => Readonly<Record<string, string>>;
} {
  const marks = new Map<string, string>();
  const marked = files.map((file, index): ContextFile => {
    if (index >= MOST) return file;
    // A file that is sent piece by piece is told by its size alone.
    if (file.open) marks.set(file.path, `size ${file.bytes}`);
    return {
      ...file,
      read: async () => {
        const bytes = await file.read();
        marks.set(file.path, createHash("sha256").update(bytes).digest("hex").slice(0, 12));
        return bytes;
      },
    };
  });
  return { files: marked, marks: () => Object.fromEntries(marks) };
}
