import { nameOf } from "../model/paths";
import { literalPattern } from "../model/patterns";

/**
 * Matches a path against a glob: `*` and `?` stay within a folder, `**` crosses folders, `{a,b}` is a choice,
 * `[a-z]` a class. A pattern without `/` is matched against the file's name alone; a leading `/` anchors it to the root.
 */
export function matchesGlob(path: string, pattern: string): boolean {
  return compile(pattern)(path);
}

export type PathTest = (path: string) => boolean;

/** A test for several patterns; each pattern is compiled once. */
export function globTest(patterns: readonly string[]): PathTest {
  const tests = patterns.map(compile);
  return path => tests.some(test => test(path));
}

function compile(given: string): PathTest {
  const pattern = given.startsWith("/") ? given.slice(1) : given;
  const expression = new RegExp(`^(?:${toExpression(pattern)})$`, "u");
  if (given.includes("/")) return path => expression.test(path);
  return path => expression.test(nameOf(path));
}

function toExpression(pattern: string): string {
  let out = "";
  let depth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? "";
    if (char === "*") {
      if (pattern[at + 1] === "*") {
        at++;
        if (pattern[at + 1] === "/") {
          at++;
          out += "(?:[^/]+/)*";
        } else out += ".*";
      } else out += "[^/]*";
    } else if (char === "?") out += "[^/]";
    else if (char === "{") {
      depth++;
      out += "(?:";
    } else if (char === "}" && depth > 0) {
      depth--;
      out += ")";
    } else if (char === "," && depth > 0) out += "|";
    else if (char === "[") {
      const end = pattern.indexOf("]", at + 1);
      if (end < 0) out += "\\[";
      else {
        out += classExpression(pattern.slice(at + 1, end));
        at = end;
      }
    } else out += literalPattern(char);
  }
  return out + ")".repeat(depth);
}

/** What stands between `[` and `]`. As in git, a class names no `/`, and a range that runs backwards names nothing. */
function classExpression(body: string): string {
  const isNegated = /^[!^]/.test(body);
  const characters = [...(isNegated ? body.slice(1) : body)];
  const parts: string[] = [];
  for (let at = 0; at < characters.length; at++) {
    const [first = "", dash, last] = characters.slice(at, at + 3);
    if (dash !== "-" || last === undefined) parts.push(escapeInClass(first));
    else {
      if ((first.codePointAt(0) ?? 0) <= (last.codePointAt(0) ?? 0))
        parts.push(`${escapeInClass(first)}-${escapeInClass(last)}`);
      at += 2;
    }
  }
  return isNegated ? `[^/${parts.join("")}]` : `(?!/)[${parts.join("")}]`;
}

function escapeInClass(character: string): string {
  return character.replace(/[\\\]^-]/, "\\$&");
}
