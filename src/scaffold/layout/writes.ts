import type { Place } from "../../model/place";
import type { Workspace } from "../../workspace/workspace";
import { isInside, joinPath, relativeTo } from "../../model/paths";

export interface WrittenPath {
  /** Folder relative to the unit; "" is the unit's own folder. */
  readonly folder: string;
  /** File name, for a database that lies beside the code. */
  readonly file: string | null;
  readonly isKept: boolean;
  readonly place: Place;
}

const TEST_PATH =
  /(?:^|\/)(?:tests?|testing|examples?|docs?)\/|(?:^|\/)(?:test_[^/]*|conftest|setup|noxfile)\.py$|_test\.py$/;
/** Names of settings that hold a folder the program writes to. */
const SETTING =
  /^[ \t]*(?:self\.)?(MEDIA_ROOT|[A-Z_]*(?:UPLOADS?|LOGS?|STORAGE|EXPORTS?|ATTACHMENTS?|OUTPUTS?|DOWNLOADS?|REPORTS?|ARCHIVE)_(?:FOLDER|DIR|DIRECTORY|PATH|ROOT))\s*(?::[^=\n]+)?=([^\n]*)$/gim;
const SCRATCH = /(?:^|[/_-])(?:logs?|cache|tmp|temp|sessions?)(?:$|[/_-])/i;
const SQLITE_URL = /sqlite(?:\+\w+)?:\/\/\/([^"'\s)?]+)/g;
const SQLITE_FILE = /["']([\w./-]*?)([\w-]+\.(?:sqlite3?|db3?))["']/g;

/**
 * Folders and database files that the code writes to below its own folder, read from settings, from SQLite addresses and
 * from names that `.gitignore` keeps out and the code mentions.
 */
export function readWrites(workspace: Workspace, unit: string, ignored: readonly string[]): readonly WrittenPath[] {
  const found = new Map<string, WrittenPath>();
  const add = (folder: string, file: string | null, place: Place): void => {
    const path = joinPath(folder);
    if (path.startsWith("..") || (path === "" && file === null) || /[{}$%]/.test(path)) return;
    const key = `${path}/${file ?? ""}`;
    if (!found.has(key)) found.set(key, { folder: path, file, isKept: file !== null || !SCRATCH.test(path), place });
  };
  for (const path of workspace.paths("*.py")) {
    const text = isInside(unit, path) && !TEST_PATH.test(path) ? workspace.text(path) : null;
    if (text === null) continue;
    for (const match of text.matchAll(SETTING)) {
      const literal = lastPath(match[2] ?? "");
      const base = baseOf(match[2] ?? "", relativeTo(unit, path));
      if (literal !== null) add(joinPath(base, literal), null, workspace.place(path, match.index, "medium"));
    }
    for (const match of text.matchAll(SQLITE_URL)) addFile(match[1] ?? "", workspace.place(path, match.index), add);
    if (/sqlite/i.test(text)) {
      for (const match of text.matchAll(SQLITE_FILE)) {
        addFile(`${match[1] ?? ""}${match[2] ?? ""}`, workspace.place(path, match.index, "medium"), add);
      }
    }
    for (const name of ignored) {
      const at = name.includes(".") ? -1 : findLiteral(text, name);
      if (at >= 0) add(name, null, workspace.place(path, at, "medium"));
    }
  }
  return [...found.values()];
}

function addFile(path: string, place: Place, add: (folder: string, file: string | null, place: Place) => void): void {
  // Django names its backend like a file of that kind.
  if (/(?:^|\.)backends\.sqlite3$/.test(path)) return;
  // Four slashes make an absolute path, which lies outside the code and is the person's own choice.
  if (path.startsWith("/") || path.startsWith(":") || path.includes("://") || /[{}$%]/.test(path)) return;
  const at = path.lastIndexOf("/");
  add(at < 0 ? "" : path.slice(0, at), path.slice(at + 1), place);
}

/** The folder that a line starts from: as many steps above the file as it takes from `__file__`, else the unit's own. */
function baseOf(line: string, file: string): string {
  if (!line.includes("__file__") || /["']\.\./.test(line)) return "";
  const steps = [...line.matchAll(/\bdirname\(|\.parent\b(?!\()|\.parents\[(\d)\]/g)].map(([, index]) =>
    index === undefined ? 1 : Number(index) + 1,
  );
  const total = steps.reduce((sum, step) => sum + step, 0);
  return total === 0 ? "" : file.split("/").slice(0, -total).join("/");
}

/** The last string of a line that may be a relative folder. */
function lastPath(line: string): string | null {
  const words = [...line.matchAll(/["']([A-Za-z0-9_][\w./-]*)["']/g)].map(match => match[1] ?? "");
  const word = words.at(-1);
  return word === undefined || /^[A-Z][A-Z0-9_]+$/.test(word) || /\.\w{1,4}$/.test(word) ? null : word;
}

/** A string literal that is the name, or a path that starts with it. */
function findLiteral(text: string, name: string): number {
  for (const quote of ['"', "'"]) {
    for (let at = text.indexOf(quote + name); at >= 0; at = text.indexOf(quote + name, at + 1)) {
      const after = text.charAt(at + 1 + name.length);
      if (after === quote || after === "/") return at;
    }
  }
  return -1;
}
