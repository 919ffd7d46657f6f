import type { Span } from "../model/place";
import { isSpace } from "./spaces";

/** One pattern of a .dockerignore file. */
export interface IgnorePattern {
  /** Cleaned: without `!`, a leading `/`, `./`, and a trailing `/`. */
  readonly pattern: string;
  /** `!`: includes again what an earlier pattern excluded. */
  readonly negated: boolean;
  /** 1-based. */
  readonly line: number;
  /** The pattern as written, without blanks around it. */
  readonly span: Span;
  readonly tokens: readonly PatternToken[];
}

export interface Dockerignore {
  readonly patterns: readonly IgnorePattern[];
}

export interface IgnoreMatch {
  readonly ignored: boolean;
  /** The pattern that decided, null where none did. */
  readonly by: IgnorePattern | null;
  /** Its line, 1-based. */
  readonly line: number | null;
}

type PatternToken =
  | { readonly kind: "text"; readonly text: string }
  /** `?`: one character but `/`. */
  | { readonly kind: "one" }
  /** `*`: any characters but `/`. */
  | { readonly kind: "star" }
  /** `**` before something: nothing, or anything that ends in `/`. */
  | { readonly kind: "folders" }
  /** `**` at the end, or at the very beginning before a name's rest: anything. */
  | { readonly kind: "all" }
  | { readonly kind: "class"; readonly negated: boolean; readonly ranges: readonly (readonly [string, string])[] };

/** Reads a .dockerignore file as moby/patternmatcher's `ignorefile` does. Never throws. */
export function parseDockerignore(text: string): Dockerignore {
  const patterns: IgnorePattern[] = [];
  let line = 0;
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (start < text.length) {
    line++;
    const feed = text.indexOf("\n", start);
    const end = feed === -1 ? text.length : feed;
    const pattern = text[start] === "#" ? null : readPattern(text, start, end, line);
    if (pattern !== null) patterns.push(pattern);
    start = end + 1;
  }
  return { patterns };
}

function readPattern(text: string, lineStart: number, lineEnd: number, line: number): IgnorePattern | null {
  let start = lineStart;
  let end = lineEnd;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  if (start === end) return null;
  const negated = text[start] === "!";
  const raw = (negated ? text.slice(start + 1, end) : text.slice(start, end)).trim();
  if (raw === "") return null;
  let pattern = cleanPath(raw);
  if (pattern.length > 1 && pattern.startsWith("/")) pattern = pattern.slice(1);
  return { pattern, negated, line, span: { start, end }, tokens: tokenize(pattern) };
}

/** Go's `filepath.Clean`: no `.`, no `//`, `..` resolved, no trailing `/`. */
export function cleanPath(path: string): string {
  const rooted = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (!rooted) parts.push(part);
  }
  const cleaned = parts.join("/");
  return rooted ? `/${cleaned}` : cleaned === "" ? "." : cleaned;
}

function tokenize(pattern: string): readonly PatternToken[] {
  const tokens: PatternToken[] = [];
  let literal = "";
  const flush = (): void => {
    if (literal !== "") tokens.push({ kind: "text", text: literal });
    literal = "";
  };
  // `**name` without further wildcards matches any end of a path, not only whole names (patternmatcher, suffixMatch).
  const isSuffix = pattern.startsWith("**") && !/[*?[\]\\]/.test(pattern.slice(2));
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? "";
    if (character === "*" && pattern[at + 1] === "*") {
      flush();
      at++;
      const slash = pattern[at + 1] === "/";
      if (slash) at++;
      const last = at + 1 >= pattern.length;
      tokens.push({ kind: last || (isSuffix && !slash) ? "all" : "folders" });
    } else if (character === "*") {
      flush();
      tokens.push({ kind: "star" });
    } else if (character === "?") {
      flush();
      tokens.push({ kind: "one" });
    } else if (character === "\\") {
      at++;
      literal += pattern[at] ?? "";
    } else if (character === "[") {
      const close = pattern.indexOf("]", at + 2);
      if (close === -1) literal += character;
      else {
        flush();
        tokens.push(readClass(pattern.slice(at + 1, close)));
        at = close;
      }
    } else {
      literal += character;
    }
  }
  flush();
  return tokens;
}

function readClass(body: string): PatternToken {
  const negated = body.startsWith("^");
  const text = negated ? body.slice(1) : body;
  const ranges: [string, string][] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "\\") at++;
    const low = text[at] ?? "";
    if (text[at + 1] === "-" && at + 2 < text.length) {
      ranges.push([low, text[at + 2] ?? ""]);
      at += 2;
    } else {
      ranges.push([low, low]);
    }
  }
  return { kind: "class", negated, ranges };
}

/** True where the whole `path` matches. Linear in pattern times path, whatever they are. */
function matches(tokens: readonly PatternToken[], path: string): boolean {
  // `reached` holds the offsets of `path` that the tokens so far can end at.
  let reached = new Set<number>([0]);
  for (const token of tokens) {
    const next = new Set<number>();
    switch (token.kind) {
      case "text":
        for (const at of reached) if (path.startsWith(token.text, at)) next.add(at + token.text.length);
        break;
      case "one":
        for (const at of reached) if (at < path.length && path[at] !== "/") next.add(at + 1);
        break;
      case "class":
        for (const at of reached) if (at < path.length && inClass(token, path[at] ?? "")) next.add(at + 1);
        break;
      case "star":
        for (const at of reached) {
          for (let end = at; !next.has(end); end++) {
            next.add(end);
            if (end >= path.length || path[end] === "/") break;
          }
        }
        break;
      case "folders": {
        const first = Math.min(...reached);
        for (const at of reached) next.add(at);
        if (Number.isFinite(first)) {
          for (let slash = path.indexOf("/", first); slash !== -1; slash = path.indexOf("/", slash + 1)) {
            next.add(slash + 1);
          }
        }
        break;
      }
      case "all": {
        const first = Math.min(...reached);
        if (Number.isFinite(first)) for (let end = first; end <= path.length; end++) next.add(end);
        break;
      }
    }
    if (next.size === 0) return false;
    reached = next;
  }
  return reached.has(path.length);
}

function inClass(token: Extract<PatternToken, { kind: "class" }>, character: string): boolean {
  if (character === "/") return false;
  const inside = token.ranges.some(([low, high]) => low <= character && character <= high);
  return inside !== token.negated;
}

/**
 * Whether a file (or folder) of the build context is left out: the last pattern that matches it or a folder above it decides.
 * `path` is relative to the context, with `/`.
 */
export function matchIgnore(file: Dockerignore, path: string): IgnoreMatch {
  const cleaned = cleanPath(path).replace(/^\//, "");
  let by: IgnorePattern | null = null;
  let ignored = false;
  if (cleaned === ".") return { ignored, by, line: null };
  const candidates = [cleaned];
  for (let slash = cleaned.indexOf("/"); slash !== -1; slash = cleaned.indexOf("/", slash + 1)) {
    candidates.push(cleaned.slice(0, slash));
  }
  for (const pattern of file.patterns) {
    if (pattern.negated !== ignored) continue;
    if (candidates.some(candidate => matches(pattern.tokens, candidate))) {
      ignored = !pattern.negated;
      by = pattern;
    }
  }
  return { ignored, by, line: by?.line ?? null };
}

/**
 * True where nothing below an ignored folder can be included again, so that a walk need not enter it: no negated pattern
 * could match a path below it.
 */
export function canSkipFolder(file: Dockerignore, folder: string): boolean {
  if (!matchIgnore(file, folder).ignored) return false;
  const prefix = `${cleanPath(folder)}/`;
  return !file.patterns.some(pattern => {
    if (!pattern.negated) return false;
    const first = pattern.tokens[0];
    const text = first?.kind === "text" ? first.text : "";
    const fixed = pattern.tokens.length === 1 ? `${text}/` : text;
    return fixed.startsWith(prefix) || prefix.startsWith(fixed);
  });
}

/**
 * The ignore file that BuildKit reads for a build: `<Dockerfile>.dockerignore` beside the Dockerfile, else `.dockerignore` in the context's root; null
 * where neither exists. Paths are relative to one root, with `/`; `context` is `""` or `.` for that root itself.
 */
export function ignoreFileOf(dockerfile: string, context: string, exists: (path: string) => boolean): string | null {
  const own = `${dockerfile}.dockerignore`;
  if (exists(own)) return own;
  const folder = cleanPath(context === "" ? "." : context);
  const shared = folder === "." ? ".dockerignore" : `${folder}/.dockerignore`;
  return exists(shared) ? shared : null;
}
