import type { Workspace } from "../../workspace/workspace";
import { isInside, joinPath, parentOf, relativeTo } from "../../model/paths";

/** `BASE_DIR = Path(__file__).resolve().parent`: names that stand for a folder of the code. */
const ANCHOR = /^[ \t]*(?:self\.)?([A-Za-z_]\w*)\s*(?::[^=\n]+)?=\s*([^\n]*\b__file__\b[^\n]*)$/gm;

/** `DATA_DIR = BASE_DIR / "data"`, `os.path.join(BASE_DIR, "data")`: names that stand for a folder below another one. */
const DERIVED =
  /^[ \t]*(?:self\.)?([A-Za-z_]\w*)\s*(?::[^=\n]+)?=\s*((?:(?:os\.)?path\.join\(|Path\(|str\()*\s*(?:self\.)?([A-Za-z_]\w*)(?:\s*[/,]\s*["'][\w.-][\w./-]*["'])+[)\s]*)(?:#.*)?$/gm;

/** Folders of the unit by the names that the code has for them, each file's own first. */
export interface Anchors {
  /** The folder, relative to the unit, that a name or `__file__` in an expression starts from; null where there is none. */
  readonly folderOf: (expression: string, path: string) => { readonly folder: string; readonly end: number } | null;
}

export function readAnchors(workspace: Workspace, unit: string): Anchors {
  const byFile = new Map<string, Map<string, string>>();
  const everywhere = new Map<string, string | null>();
  for (const path of workspace.paths("*.py")) {
    const text = isInside(unit, path) ? workspace.text(path) : null;
    if (text === null || !text.includes("__file__")) continue;
    const own = new Map<string, string>();
    for (const [, name = "", value = ""] of text.matchAll(ANCHOR)) {
      // A value that goes on below the folder (`ROOT / "data"`) is read where it is used.
      const folder = folderAbove(value, relativeTo(unit, path));
      const inner = innerPath(value);
      if (inner === null) continue;
      own.set(name, joinPath(folder, inner));
    }
    for (const [, name = "", value = "", above = ""] of text.matchAll(DERIVED)) {
      const folder = own.get(above);
      const inner = innerPath(value);
      // What ends like a file is no folder that others are named from.
      if (folder !== undefined && inner && !/\.\w+$/.test(inner)) own.set(name, joinPath(folder, inner));
    }
    byFile.set(path, own);
    for (const [name, folder] of own) {
      const known = everywhere.get(name);
      everywhere.set(name, known === undefined || known === folder ? folder : null);
    }
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

/** As many steps above the file as it takes from `__file__`; `..` takes one more. */
function folderAbove(expression: string, file: string): string {
  const steps = [
    ...expression.matchAll(/\bdirname\(|\.parent\b(?!\()|\.parents\[(\d)\]|["']\.\.["'/]|\bpardir\b/g),
  ].map(([, index]) => (index === undefined ? 1 : Number(index) + 1));
  const total = steps.reduce((sum, step) => sum + step, 0);
  return total === 0 ? parentOf(file) : file.split("/").slice(0, -total).join("/");
}

/** What is joined below the folder; null where that is more than literals. */
function innerPath(value: string): string | null {
  const words = [...value.matchAll(/["']([^"']*)["']/g)]
    .map(([, word = ""]) => word)
    .filter(word => !word.startsWith(".."));
  return words.every(word => /^[\w./-]*$/.test(word)) ? words.join("/") : null;
}
