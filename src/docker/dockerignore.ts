import type { Span } from "../model/place";
import { matchesPath, readPathPattern, type PatternToken } from "./path-pattern";
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
  return { pattern, negated, line, span: { start, end }, tokens: readPathPattern(pattern) };
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
    if (candidates.some(candidate => matchesPath(pattern.tokens, candidate))) {
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
