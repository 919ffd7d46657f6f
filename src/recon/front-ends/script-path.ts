import { literalPattern } from "../../model/patterns";
import { joinPaths } from "../../python/link/path-text";

/** How far a value is read: no path of a configuration is longer. */
const LONGEST = 300;

/**
 * The path that a JavaScript expression stands for, relative to the file's own folder: a string, `path.resolve(__dirname,
 * "a", "b")`, `new URL("../a", import.meta.url)`, a template that begins with the folder, or the name of such a constant.
 * Null where only running it would tell. Nothing is run.
 */
export function scriptPath(text: string, offset: number, depth = 0): string | null {
  const rest = text.slice(offset, offset + LONGEST).trimStart();
  const literal = /^(['"`])((?:(?!\1)[^\\\n])*)\1/.exec(rest);
  if (literal) return plain(literal[2] ?? "");
  const call = /^(?:await\s+)?(?:[\w$]+\.)*(?:resolve|join|normalize|fileURLToPath|pathResolve)\s*\(/.exec(rest);
  const url = /^new\s+URL\s*\(/.exec(rest);
  const open = (call ?? url)?.[0].length;
  if (open !== undefined) return joinedArguments(text, rest.slice(open, closing(rest, open)), depth);
  const [, name, key] = /^([A-Za-z_$][\w$]*)(?:\.([A-Za-z_$][\w$]*))?\s*(?:[,;)}\]\n]|$)/.exec(rest) ?? [];
  if (name === undefined || depth > 4) return null;
  if (isHere(name)) return "";
  if (key !== undefined) {
    const object = declaredObject(text, name);
    const found = object === null ? null : new RegExp(`[{,\\s]["']?${key}["']?\\s*:\\s*`).exec(object.text);
    return object && found ? scriptPath(text, object.offset + found.index + found[0].length, depth + 1) : null;
  }
  const declared = new RegExp(`\\b(?:const|let|var)\\s+${literalPattern(name)}\\s*(?::[^=\\n]+)?=\\s*`).exec(text);
  return declared ? scriptPath(text, declared.index + declared[0].length, depth + 1) : null;
}

/** The object literal that a constant is declared as, with where it begins. */
export function declaredObject(text: string, name: string): { readonly text: string; readonly offset: number } | null {
  const declared = new RegExp(`\\b(?:const|let|var)\\s+${literalPattern(name)}\\s*(?::[^=\\n]+)?=\\s*\\{`).exec(text);
  if (!declared) return null;
  const offset = declared.index + declared[0].length - 1;
  return { text: text.slice(offset, offset + 800), offset };
}

function joinedArguments(text: string, inside: string, depth: number): string | null {
  const parts: string[] = [];
  for (const argument of topLevel(inside)) {
    if (isHere(argument)) continue;
    const part = scriptPath(`${argument}\n${text}`, 0, depth + 1);
    if (part === null) return null;
    parts.push(part);
  }
  return joinPaths(parts);
}

function isHere(expression: string): boolean {
  return /^(?:__dirname|process\.cwd\(\)|import\.meta\.(?:url|dirname|filename)|__filename)$/.test(expression.trim());
}

/** `${__dirname}/dist`; another placeholder is only known to the running program. */
function plain(value: string): string | null {
  const path = value.replace(/^\$\{(?:__dirname|process\.cwd\(\)|import\.meta\.dirname)\}\/?/, "");
  return path.includes("${") ? null : joinPaths([path]);
}

/** Index behind the arguments of the call that opens before `from`. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "(") depth++;
    else if (character === ")" && --depth === 0) return at;
  }
  return text.length;
}

function topLevel(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if ("([{".includes(character)) depth++;
    else if (")]}".includes(character)) depth--;
    else if (character === "," && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)].map(part => part.trim()).filter(Boolean);
}
