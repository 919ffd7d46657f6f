import type { Workspace } from "../../workspace/workspace";
import { isInside, joinPath, parentOf, relativeTo } from "../../model/paths";

/** One line that gives a name to something: `BASE_DIR = Path(__file__).resolve().parent`. */
const ASSIGNMENT = /^[ \t]*(?:self\.)?([A-Za-z_]\w*)\s*(?::[^=\n]+)?=(?!=)\s*([^\n]+)$/gm;

/** What goes on from another name, by steps up and words below: `ROOT / "data"`, `join(dirname(HERE), "data")`, `HERE.parents[1]`. */
const FROM_NAME =
  /^(?:(?:os\.)?(?:path\.)?(?:join|dirname|abspath|realpath|Path|str)\(\s*)*(?:self\.)?([A-Za-z_]\w*)(?:\.parents?\b(?!\()|\[\d\]|\.resolve\(\)|\)|\s*(?:[/,]|\.path\()\s*["'][\w.-][\w./-]*["']|\s+-\s+\d)*\s*$/;

/** `Flask(__name__)`: what is made there has its module's folder as `root_path` (Flask and Quart: "Application Object"). */
const APPLICATION = /\b\w*(?:Flask|Quart)\w*\(\s*__name__/;

/** Folders of the unit by the names that the code has for them, each file's own first. */
export interface Anchors {
  /** The folder, relative to the unit, that a name or `__file__` in an expression starts from; null where there is none. */
  readonly folderOf: (expression: string, path: string) => { readonly folder: string; readonly end: number } | null;
}

export function readAnchors(workspace: Workspace, unit: string): Anchors {
  const byFile = new Map<string, ReadonlyMap<string, string>>();
  const everywhere = new Map<string, string | null>();
  const addName = (name: string, folder: string): void => {
    const known = everywhere.get(name);
    everywhere.set(name, known === undefined || known === folder ? folder : null);
  };
  for (const path of workspace.paths("*.py")) {
    const text = isInside(unit, path) ? workspace.text(path) : null;
    if (text === null) continue;
    if (APPLICATION.test(text)) addName("root_path", parentOf(relativeTo(unit, path)));
    if (!text.includes("__file__")) continue;
    const own = namesIn(text, relativeTo(unit, path));
    byFile.set(path, own);
    for (const [name, folder] of own) addName(name, folder);
  }
  return {
    folderOf(expression, path) {
      const at = expression.indexOf("__file__");
      if (at >= 0) return { folder: folderAbove(expression, relativeTo(unit, path)), end: at };
      // The name that a line gives to the path stands for what is below.
      const start = /^\s*(?:self\.)?\w+\s*(?::[^=\n]+)?=(?!=)/.exec(expression)?.[0].length ?? 0;
      for (const match of expression.matchAll(/\b([A-Za-z_]\w*)\b/g)) {
        if (match.index < start) continue;
        const name = match[1] ?? "";
        const folder = byFile.get(path)?.get(name) ?? everywhere.get(name);
        if (folder !== undefined && folder !== null) return { folder, end: match.index + name.length };
      }
      return null;
    },
  };
}

/** The folders that names of one file stand for, in the order in which the file gives them. */
function namesIn(text: string, file: string): ReadonlyMap<string, string> {
  const folders = new Map<string, string>();
  // `HERE = Path(__file__)` is the file itself, so that its first parent is the folder.
  const files = new Set<string>();
  for (const [, name = "", written = ""] of text.matchAll(ASSIGNMENT)) {
    const value = withoutComment(written);
    const isFirst = /\b__file__\b/.test(value);
    const above = isFirst ? "" : (FROM_NAME.exec(value)?.[1] ?? "");
    const start = folders.get(above);
    // A value that goes on below the folder by more than literals is read where it is used.
    const inner = isFirst || start !== undefined ? innerPath(value) : null;
    if (inner === null) continue;
    const isFile = isFirst || files.has(above);
    const steps = stepsIn(value);
    const folder = isFile ? folderAbove(value, file) : up(start ?? "", steps);
    if (!isFirst && (folder === null || /\.\w+$/.test(inner))) continue;
    folders.set(name, joinPath(folder ?? "", inner));
    if (isFile && steps === 0 && inner === "") files.add(name);
  }
  return folders;
}

function withoutComment(written: string): string {
  const quoted = Math.max(written.lastIndexOf('"'), written.lastIndexOf("'")) + 1;
  const comment = written.slice(quoted).search(/\s#/);
  return (comment < 0 ? written : written.slice(0, quoted + comment)).trimEnd();
}

/** A folder that many steps up; null where that leads out of what is known. */
function up(folder: string, steps: number): string | null {
  const parts = folder === "" ? [] : folder.split("/");
  return steps > parts.length ? null : parts.slice(0, parts.length - steps).join("/");
}

/** As many steps above the file as it takes from `__file__`; `..` takes one more, and `environ.Path(__file__) - 3` says how many. */
function folderAbove(expression: string, file: string): string {
  const total = stepsIn(expression);
  return total === 0 ? parentOf(file) : file.split("/").slice(0, -total).join("/");
}

function stepsIn(expression: string): number {
  const steps = [
    ...expression.matchAll(
      /\bdirname\(|\.parent\b(?!\()|\.parents\[(\d)\]|["']\.\.["'/]|\bpardir\b|[\w)]\s+-\s+(\d)\b/g,
    ),
  ].map(([, index, minus]) => (index === undefined ? Number(minus ?? 1) : Number(index) + 1));
  return steps.reduce((sum, step) => sum + step, 0);
}

/** What is joined below the folder; null where that is more than literals. */
function innerPath(value: string): string | null {
  const words = [...value.matchAll(/["']([^"']*)["']/g)]
    .map(([, word = ""]) => word)
    .filter(word => !word.startsWith(".."));
  return words.every(word => /^[\w./-]*$/.test(word)) ? words.join("/") : null;
}
