import { isName, normalizeName } from "./names";
import { normalizeSpecifier } from "./versions";

/** One dependency specifier of PEP 508. */
export interface Requirement {
  /** Normalised by PEP 503. */
  readonly name: string;
  /** As written. */
  readonly rawName: string;
  /** Normalised, in the order written. */
  readonly extras: readonly string[];
  /** PEP 440 clauses joined by commas; "" where any version will do. */
  readonly specifier: string;
  /** The address after `@`, or null. */
  readonly url: string | null;
  /** The environment marker as written, or null. */
  readonly marker: string | null;
}

/**
 * Reads `name[extra] >=1,<2 ; marker` and `name @ url ; marker`; null where the text is none of them. Lenient where old
 * tools were: parentheses round the version, `name=1.0`-like slips of conda are not accepted.
 * Source: PEP 508, https://packaging.python.org/specifications/dependency-specifiers/
 */
export function parseRequirement(text: string): Requirement | null {
  let at = skipSpace(text, 0);
  const nameStart = at;
  while (at < text.length && isNameChar(text.charCodeAt(at))) at++;
  const rawName = text.slice(nameStart, at);
  if (!isName(rawName)) return null;
  at = skipSpace(text, at);
  let extras: readonly string[] = [];
  if (text[at] === "[") {
    const close = text.indexOf("]", at);
    if (close < 0) return null;
    extras = splitExtras(text.slice(at + 1, close));
    at = skipSpace(text, close + 1);
  }
  const name = normalizeName(rawName);
  if (text[at] === "@") {
    const { url, marker } = splitUrl(text.slice(at + 1).trim());
    return url === "" ? null : { name, rawName, extras, specifier: "", url, marker };
  }
  const semicolon = text.indexOf(";", at);
  const versions = text.slice(at, semicolon < 0 ? undefined : semicolon).trim();
  const marker = semicolon < 0 ? null : text.slice(semicolon + 1).trim() || null;
  if (!isVersionPart(versions)) return null;
  return { name, rawName, extras, specifier: normalizeSpecifier(versions), url: null, marker };
}

/** `a, b` as normalised extras. */
export function splitExtras(text: string): readonly string[] {
  return text
    .split(",")
    .map(extra => normalizeName(extra))
    .filter(extra => extra !== "");
}

/** PEP 508 wants a space before the `;` of a URL requirement, since a URL may hold one. */
function splitUrl(text: string): { readonly url: string; readonly marker: string | null } {
  const space = text.search(/\s/);
  if (space < 0) return { url: text, marker: null };
  const rest = text.slice(space).trim();
  return { url: text.slice(0, space), marker: rest.startsWith(";") ? rest.slice(1).trim() || null : null };
}

/** Whether the text is empty or made of `operator version` clauses, perhaps in parentheses. */
function isVersionPart(text: string): boolean {
  let inner = text;
  if (inner.startsWith("(")) {
    if (!inner.endsWith(")")) return false;
    inner = inner.slice(1, -1).trim();
  }
  if (inner === "") return true;
  return inner.split(",").every(part => {
    const clause = part.trim();
    return clause === "" || /^(?:===|~=|==|!=|<=|>=|<|>)\s*[A-Za-z0-9][A-Za-z0-9.*+!_-]*$/.test(clause);
  });
}

function isNameChar(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 45 ||
    code === 46 ||
    code === 95
  );
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text[at] === " " || text[at] === "\t") at++;
  return at;
}
