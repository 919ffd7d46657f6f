import { joinPath } from "../../model/paths";
import type { Anchors } from "./anchors";
import type { WrittenPath } from "./written-path";

interface WrittenExpression {
  readonly base: WrittenPath["base"];
  readonly path: string;
  /** Below a folder that nobody here knows. */
  readonly isGuess: boolean;
}

/** Flask's own folder for what belongs to one installation. */
export const INSTANCE = /\binstance_path\b/;

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
  const start = code.slice(0, end);
  const instance = INSTANCE.exec(start);
  const anchor = instance
    ? { folder: "instance", end: instance.index + instance[0].length }
    : anchors.folderOf(start, file);
  const literals = [...expression.slice(0, end).matchAll(/(["'])((?:(?!\1).)*)\1/g)]
    .filter(({ index, 0: literal }) => anchor === null || index + literal.length >= anchor.end)
    // `BASE_DIR + "/media"` goes on below the folder.
    .map(([, , word = ""]) =>
      word.replace(anchor !== null && /\+\s*["']\//.test(expression) ? /^\// : /^\{\w+\}\//, ""),
    )
    .filter(word => word !== "" && word !== "." && word !== ".." && !/^[A-Z][A-Z0-9_]+$/.test(word));
  const last = literals.at(-1);
  if (last === undefined || /^\/|:\/\//.test(last)) return null;
  // `"sqlite:///" + os.path.join(os.getcwd(), "shop.db")`: what stands before the path is the scheme of its address, or no part of it at all.
  const words = literals.slice(literals.findLastIndex(word => word.includes("://")) + 1);
  // `ROOT("var", "exports")` of django-environ joins as well.
  const isCalled = anchor !== null && /^(?:\.path)?\(/.test(start.slice(anchor.end));
  const isJoined = isCalled || /\bjoin(?:path)?\(|\//.test(start);
  const path = isJoined ? joinPath(...words) : last;
  if (!/^[\w./{}:%*-]+$/.test(path)) return null;
  if (anchor) return { base: instance ? "work" : "unit", path: joinPath(anchor.folder, path), isGuess: false };
  const isGuess = isJoined && words.length < 2;
  return { base: isGuess ? "unit" : "work", path, isGuess };
}

/** Lines that a value may go on over; what is longer is no path. */
const MAXIMUM_LINES = 8;

/** A value from its first line on, up to where its brackets close. */
export function wholeValue(text: string, start: number): string {
  const lines = text.slice(start, start + MAXIMUM_LINES * REACH).split("\n", MAXIMUM_LINES);
  let value = "";
  for (const line of lines) {
    value += value === "" ? line : ` ${line.trim()}`;
    if (openBrackets(value) <= 0) return value;
    // What a comment says stands for nothing in the lines below it.
    value = value.replace(/\s#[^"']*$/, "");
  }
  return lines[0] ?? "";
}

function openBrackets(code: string): number {
  const bare = code.replace(/(["'])(?:(?!\1).)*\1/g, "").replace(/#.*$/, "");
  return bare.replace(/[^([{]/g, "").length - bare.replace(/[^)\]}]/g, "").length;
}

/** The statement that a literal stands in, as far as it is one line, or the line below a join that it opens. */
export function lineAround(text: string, offset: number, length: number): string {
  const own = text.lastIndexOf("\n", offset) + 1;
  const above = text.lastIndexOf("\n", own - 2) + 1;
  const start = own > 0 && /\bjoin(?:path)?\(\s*$/.test(text.slice(above, own)) ? above : own;
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

/** Calls that take or make a path; a text's own `join` makes none. */
const TAKES_PATH =
  /(?<!["']\.)\b(?:open|make_?dirs?|mkdir|exists|is_?(?:dir|file)|listdir|scandir|i?glob|rmtree|join(?:path)?|(?:Pure)?Path|abspath|realpath|touch|chdir|copy\w*|move|send_from_directory|StaticFiles|\w*Storage|\w*FileHandler)\(/;
/** `UPLOAD_DIR = `, `"--output-dir", default=`, `folder=`: a name that says what its value is. */
const NAMES_PATH =
  /(?:dir|path|folder|directory|root|file|storage|location|dest|uploads?|cache|output|sink)\w*["'\])]*\s*[=:,]/i;
/** Characters on either side of a literal that may say what it is; a table on one line is no reason to read it for each. */
const REACH = 200;

/**
 * A string literal that is the name, or a path that starts with it, where its line makes a path of it: the same word is
 * elsewhere a key, a column or a part of a URL. `isWhole` asks for one with nothing below it.
 */
export function findPath(text: string, name: string, isWhole = false): number {
  for (const quote of ['"', "'"]) {
    for (let at = text.indexOf(quote + name); at >= 0; at = text.indexOf(quote + name, at + 1)) {
      const end = at + 1 + name.length;
      const after = text.charAt(end);
      const isIt = isWhole
        ? after === quote && !/^\s*[,/]\s*["']/.test(text.slice(end + 1, end + REACH))
        : after === quote || after === "/";
      if (isIt && isPathAt(text, at, end)) return at;
    }
  }
  return -1;
}

function isPathAt(text: string, start: number, end: number): boolean {
  const [own = "", over = ""] = text
    .slice(Math.max(0, start - REACH), start)
    .split("\n")
    .reverse();
  // What is opened in the line above goes on here.
  const above = own.trim() === "" ? over.trimEnd() : "";
  const before = /[(=]$/.test(above) ? above + own : own;
  const [after = ""] = text.slice(end, end + REACH).split("\n", 1);
  if (/[\w)\]]\[\s*$|\.get\(\s*$|\bjoin\(\s*["']\//.test(before)) return false;
  // What names a list or a dictionary names none of its items.
  const unlisted = before.slice(Math.max(before.lastIndexOf("["), before.lastIndexOf("{")) + 1);
  return (
    // A rule of git that is a path itself.
    text.slice(start, end).includes("/") ||
    TAKES_PATH.test(before) ||
    NAMES_PATH.test(unlisted) ||
    /[\w)"'\]]\s*\/\s*$/.test(before) ||
    /^["']\s*\/\s*["'\w(]/.test(after) ||
    /^\/[\w./{}-]*\.(?!html?\b)\w+["']/.test(after)
  );
}
