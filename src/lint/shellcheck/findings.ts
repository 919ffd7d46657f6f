import { lineStarts, positionOf } from "../../docker/line-map";
import { sourceOffset, sourceSpan } from "../../docker/dockerfile/logical-text";
import type { Finding, Fix, Severity, TextEdit } from "../../model/finding";
import type { Span } from "../../model/place";
import type { DockerfileView } from "../dockerfile-context";
import { NO_HADOLINT_CONFIGURATION } from "../hadolint-configuration";
import { readIgnores } from "../ignore";
import type { LintOptions } from "../options";
import type { ShellSource } from "./scripts";
import { SEVERITY_WORDS } from "../severity-words";

/** One of ShellCheck's comments on a program; lines and columns are 1-based, columns count code points. */
export interface ShellComment {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly replacements: readonly ShellReplacement[];
}

export interface ShellReplacement extends Pick<ShellComment, "line" | "column" | "endLine" | "endColumn"> {
  readonly text: string;
}

/** Cannot be acted on in a Dockerfile: a sourced file is not there, and `ash` is known to be checked as its relative. */
const NOT_APPLICABLE: ReadonlySet<string> = new Set(["SC1090", "SC1091", "SC2187"]);

/** The script is one line, where the spaces at the beginning of a continued line look as if they were written between words. */
const REPEATED_SPACES = "SC2291";

/**
 * Reads what ShellCheck prints with `--format=json1`: the comments on each program by the name of its file, which is `-` for
 * one that it was given on standard input; null where it is something else.
 */
export function readShellCheckOutput(output: string): ReadonlyMap<string, readonly ShellComment[]> | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(output);
  } catch {
    return null;
  }
  const comments = fieldOf(parsed, "comments");
  if (!Array.isArray(comments)) return null;
  const byFile = new Map<string, ShellComment[]>();
  for (const comment of comments as readonly unknown[]) {
    const at = rangeOf(comment);
    const file = fieldOf(comment, "file");
    const code = fieldOf(comment, "code");
    const message = fieldOf(comment, "message");
    const severity = SEVERITY_WORDS.get(String(fieldOf(comment, "level")));
    if (at === null || typeof file !== "string" || typeof code !== "number") continue;
    if (typeof message !== "string" || severity === undefined) continue;
    const replacements = replacementsOf(fieldOf(fieldOf(comment, "fix"), "replacements"));
    const own = byFile.get(file) ?? [];
    byFile.set(file, own);
    own.push({ ...at, code: `SC${String(code)}`, severity, message, replacements });
  }
  return byFile;
}

function replacementsOf(value: unknown): readonly ShellReplacement[] {
  if (!Array.isArray(value)) return [];
  const read = value.map((each: unknown): ShellReplacement | null => {
    const at = rangeOf(each);
    const text = fieldOf(each, "replacement");
    return at === null || typeof text !== "string" ? null : { ...at, text };
  });
  // Half of a fix is none.
  return read.every(each => each !== null) ? read : [];
}

function rangeOf(value: unknown): Pick<ShellComment, "line" | "column" | "endLine" | "endColumn"> | null {
  const [line, column, endLine, endColumn] = ["line", "column", "endLine", "endColumn"].map(key => fieldOf(value, key));
  return typeof line === "number" &&
    typeof column === "number" &&
    typeof endLine === "number" &&
    typeof endColumn === "number"
    ? { line, column, endLine, endColumn }
    : null;
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

/** ShellCheck's comments on a file's scripts as findings of that file, with what the file and the settings silence left out. */
export function shellFindings(
  view: DockerfileView,
  commented: readonly { readonly source: ShellSource; readonly comments: readonly ShellComment[] }[],
  options: LintOptions,
): readonly Finding[] {
  if (commented.every(({ comments }) => comments.length === 0)) return [];
  const ignores = readIgnores(view, options.hadolint ?? NO_HADOLINT_CONFIGURATION);
  return commented.flatMap(({ source, comments }) => {
    const offsetOf = programOffsets(source.program);
    return comments.flatMap((comment): Finding[] => {
      const severity = severityOf(comment, options);
      const start = offsetOf(comment.line, comment.column) - source.prelude;
      const end = offsetOf(comment.endLine, comment.endColumn) - source.prelude;
      if (severity === "off" || start < 0 || NOT_APPLICABLE.has(comment.code)) return [];
      const span = sourceSpan(source.script, start, Math.max(start, end));
      if (comment.code === REPEATED_SPACES && view.text.slice(span.start, span.end).includes("\n")) return [];
      const fix = fixOf(view.path, source, comment, offsetOf);
      const finding = ignores.apply(makeShellFinding(view, comment, severity, span, fix));
      return finding === null ? [] : [finding];
    });
  });
}

function severityOf({ code, severity }: ShellComment, options: LintOptions): Severity | "off" {
  const { select } = options;
  if (typeof select === "object" && !select.includes(code) && !select.includes("default")) return "off";
  return options.severities?.[code] ?? options.hadolint?.severities.get(code) ?? severity;
}

function makeShellFinding(
  view: DockerfileView,
  { code, message }: ShellComment,
  severity: Severity,
  span: Span,
  fix: Fix | null,
): Finding {
  const start = Math.min(span.start, view.text.length);
  const end = Math.min(Math.max(start, span.end), view.text.length);
  const from = positionOf(view.file.lines, start);
  const to = positionOf(view.file.lines, end);
  return {
    path: view.path,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
    code,
    rule: code,
    severity,
    message,
    mirrors: [code],
    related: [],
    span: { start, end },
    fixes: fix === null ? [] : [fix],
    tags: [],
  };
}

/** ShellCheck's own fix, where each of its replacements lies in one stretch of the file. It may change what the script does. */
function fixOf(
  path: string,
  source: ShellSource,
  comment: ShellComment,
  offsetOf: (line: number, column: number) => number,
): Fix | null {
  const edits: TextEdit[] = [];
  for (const { line, column, endLine, endColumn, text } of comment.replacements) {
    const start = offsetOf(line, column) - source.prelude;
    const end = offsetOf(endLine, endColumn) - source.prelude;
    if (start < 0 || end < start || text.includes("\n")) return null;
    // An insertion stands right after the character before it, not after a continuation.
    const first = start === 0 ? sourceOffset(source.script, 0) : sourceOffset(source.script, start - 1) + 1;
    const span = end > start ? sourceSpan(source.script, start, end) : { start: first, end: first };
    if (span.end - span.start !== end - start) return null;
    edits.push({ path, span, text });
  }
  return edits.length === 0 ? null : { title: `Fix ${comment.code} as ShellCheck Suggests`, edits, safe: false };
}

/** Offsets in a program by ShellCheck's lines and columns, which count code points. */
function programOffsets(program: string): (line: number, column: number) => number {
  const starts = lineStarts(program);
  return (line, column) => {
    let offset = starts[line - 1] ?? program.length;
    for (let left = column - 1; left > 0 && offset < program.length; left--) {
      offset += (program.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
    }
    return offset;
  };
}
