import type { Span } from "../../model/place";

/** `$NAME` or `${NAME<operator>word}` in a Compose value; offsets count from the value's beginning. */
export interface Interpolation {
  readonly name: string;
  readonly span: Span;
  /** `:-`, `-`, `:?`, `?`, `:+`, `+`; null without one. */
  readonly operator: string | null;
  readonly word: string;
  /** Interpolations within the word. */
  readonly nested: readonly Interpolation[];
}

export interface InterpolationProblem {
  readonly message: string;
  readonly span: Span;
}

export interface ReadInterpolations {
  readonly found: readonly Interpolation[];
  readonly problems: readonly InterpolationProblem[];
}

const NOTHING: ReadInterpolations = { found: [], problems: [] };

function isStart(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
}

function isPart(code: number): boolean {
  return isStart(code) || (code >= 48 && code <= 57);
}

/**
 * The interpolations of a value, as compose-go's `template` package reads them: `$$` is a dollar, as is a `$` that begins no
 * name, operators are `:-`, `-`, `:?`, `?`, `:+` and `+`, and the word may hold further interpolations.
 */
export function readInterpolations(text: string, base = 0): ReadInterpolations {
  if (!text.includes("$")) return NOTHING;
  const found: Interpolation[] = [];
  const problems: InterpolationProblem[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] !== "$") {
      at++;
      continue;
    }
    const next = text[at + 1];
    if (next === "$") {
      at += 2;
      continue;
    }
    if (next === "{") {
      const close = closingBrace(text, at + 2);
      if (close === -1) {
        problems.push({ message: "has no closing brace", span: shift(at, text.length, base) });
        return { found, problems };
      }
      const inner = readBraced(text, at, close, base);
      if (typeof inner === "string") problems.push({ message: inner, span: shift(at, close + 1, base) });
      else {
        found.push(inner.interpolation);
        problems.push(...inner.problems);
      }
      at = close + 1;
      continue;
    }
    let end = at + 1;
    if (end < text.length && isStart(text.charCodeAt(end)))
      while (end < text.length && isPart(text.charCodeAt(end))) end++;
    if (end > at + 1) {
      found.push({ name: text.slice(at + 1, end), span: shift(at, end, base), operator: null, word: "", nested: [] });
    }
    at = Math.max(end, at + 1);
  }
  return { found, problems };
}

function shift(start: number, end: number, base: number): Span {
  return { start: base + start, end: base + end };
}

function closingBrace(text: string, start: number): number {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "$" && text[at + 1] === "{") {
      depth++;
      at++;
    } else if (text[at] === "}" && --depth === 0) return at;
  }
  return -1;
}

function readBraced(
  text: string,
  dollar: number,
  close: number,
  base: number,
): string | { interpolation: Interpolation; problems: readonly InterpolationProblem[] } {
  const start = dollar + 2;
  let end = start;
  if (end < close && isStart(text.charCodeAt(end))) while (end < close && isPart(text.charCodeAt(end))) end++;
  if (end === start) return end === close ? "names no variable" : "holds no variable's name";
  const name = text.slice(start, end);
  const span = shift(dollar, close + 1, base);
  if (end === close) return { interpolation: { name, span, operator: null, word: "", nested: [] }, problems: [] };
  const length = text[end] === ":" ? 2 : 1;
  const operator = text.slice(end, end + length);
  if (![":-", "-", ":?", "?", ":+", "+"].includes(operator)) return "has an operator that Compose does not know";
  const word = text.slice(end + length, close);
  // The message of `?` is text for people; Compose reads variables in defaults and replacements alone.
  const inner = operator.endsWith("?") ? NOTHING : readInterpolations(word, base + end + length);
  return { interpolation: { name, span, operator, word, nested: inner.found }, problems: inner.problems };
}

/** Every interpolation with those in its word. */
export function allInterpolations(found: readonly Interpolation[]): readonly Interpolation[] {
  return found.flatMap(each => [each, ...allInterpolations(each.nested)]);
}
