import type { ChangeSet, FileChange } from "../model/plan";
import type { Files, FileWrite } from "../model/ports";

/** Permission bits of files that hold secrets: for their owner alone. */
const SECRET_MODE = 0o600;

/** Writes the chosen files of a change set, all or none; `unchanged` ones are left alone. */
export async function applyChanges(files: Files, changes: ChangeSet, paths: readonly string[]): Promise<void> {
  const chosen = new Set(paths);
  const writes = changes.files.filter(change => chosen.has(change.path) && change.action !== "unchanged");
  if (writes.length === 0) return;
  await files.writeAll(writes.map(toWrite));
}

function toWrite(change: FileChange): FileWrite {
  const write = { path: change.path, text: change.text, before: change.before };
  return change.secret ? { ...write, ...secretModes(change.path) } : write;
}

/** The permission bits of a file that holds secrets, and of a folder that is made for it. */
export function secretModes(path: string): { readonly mode: number; readonly folderMode?: number } {
  // A file that is mounted keeps its bits, and the container's user is another one: the folder keeps others out.
  return path.includes("/") ? { mode: 0o644, folderMode: 0o700 } : { mode: SECRET_MODE };
}

/** What is written without asking: everything but conflicts, and merges only where a person or `--yes` agreed. */
export function writablePaths(
  changes: ChangeSet,
  options: { readonly merges: boolean; readonly conflicts: boolean },
): readonly string[] {
  return changes.files.filter(change => mayWrite(change, options)).map(({ path }) => path);
}

function mayWrite(
  { action }: FileChange,
  { merges, conflicts }: { readonly merges: boolean; readonly conflicts: boolean },
): boolean {
  if (action === "create" || action === "update") return true;
  return (action === "merge" && merges) || (action === "conflict" && conflicts);
}
