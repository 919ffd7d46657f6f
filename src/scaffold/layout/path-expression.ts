import { joinPath } from "../../model/paths";
import type { Anchors } from "./anchors";
import type { WrittenPath } from "./written-path";

interface WrittenExpression {
  readonly base: WrittenPath["base"];
  readonly path: string;
  /** Below a folder that nobody here knows. */
  readonly isGuess: boolean;
}

/**
 * The path that an expression makes of literals: below a folder that the code names, below one that nobody here knows (taken
 * for the unit's own), or alone, seen from where the program starts.
 */
export function pathIn(expression: string, file: string, anchors: Anchors): WrittenExpression | null {
  // Texts without what stands in braces are no code.
  const code = expression.replace(/(["'])((?:(?!\1).)*)\1/g, (_, quote: string, text: string) => {
    const hidden = text.replace(/\{(\w+)\}|[^{}]/g, part => (part.length > 1 ? part : " "));
    return `${quote}${hidden}${quote}`;
  });
  const end = code.includes("#") ? code.indexOf("#") : code.length;
  const anchor = anchors.folderOf(code.slice(0, end), file);
  const words = [...expression.slice(0, end).matchAll(/(["'])((?:(?!\1).)*)\1/g)]
    .filter(({ index, 0: literal }) => anchor === null || index + literal.length >= anchor.end)
    // `BASE_DIR + "/media"` goes on below the folder.
    .map(([, , word = ""]) =>
      word.replace(anchor !== null && /\+\s*["']\//.test(expression) ? /^\// : /^\{\w+\}\//, ""),
    )
    .filter(word => word !== "" && word !== "." && word !== ".." && !/^[A-Z][A-Z0-9_]+$/.test(word));
  const last = words.at(-1);
  if (last === undefined || /^\/|:\/\//.test(last)) return null;
  const isJoined = /\bjoin(?:path)?\(|\//.test(code.slice(0, end));
  const path = isJoined ? joinPath(...words) : last;
  if (!/^[\w./{}:%*-]+$/.test(path)) return null;
  if (anchor) return { base: "unit", path: joinPath(anchor.folder, path), isGuess: false };
  const isGuess = isJoined && words.length < 2;
  return { base: isGuess ? "unit" : "work", path, isGuess };
}

/** The statement that a literal stands in, as far as it is one line. */
export function lineAround(text: string, offset: number, length: number): string {
  const start = text.lastIndexOf("\n", offset) + 1;
  const line = text.slice(start, offset + length);
  // The last thing that the line says before the literal: another key of the same dictionary has nothing to do with it.
  const cut = Math.max(line.lastIndexOf(",", offset - start - 1), line.lastIndexOf("{", offset - start - 1));
  return /join\(|["']\s*\/\s*["']/.test(line) ? line.slice(line.search(/\S/)) : line.slice(cut + 1);
}

/** Up to the comma that ends it. */
export function firstArgument(text: string): string {
  let depth = 0;
  let quote = "";
  for (const [at, character] of [...text].entries()) {
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === '"' || character === "'") quote = character;
    else if (character === "(" || character === "[") depth++;
    else if (character === ")" || character === "]" || character === "}") {
      if (depth === 0) return text.slice(0, at);
      depth--;
    } else if (character === "," && depth === 0) return text.slice(0, at);
  }
  return text;
}

/** A string literal that is the name, or a path that starts with it. */
export function findLiteral(text: string, name: string): number {
  for (const quote of ['"', "'"]) {
    for (let at = text.indexOf(quote + name); at >= 0; at = text.indexOf(quote + name, at + 1)) {
      const after = text.charAt(at + 1 + name.length);
      if (after === quote || after === "/") return at;
    }
  }
  return -1;
}
