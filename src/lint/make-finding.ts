import { positionOf } from "../docker/line-map";
import type { Finding, Severity } from "../model/finding";
import type { Span } from "../model/place";
import { maskSecrets } from "../workspace/mask";
import type { ReportOptions, Rule } from "./rule";

const NOTHING: ReportOptions = {};

/** Makes a finding of what a rule reports; the span is cut to the text. */
export function makeFinding(
  rule: Rule,
  severity: Severity | null,
  path: string,
  lines: readonly number[],
  length: number,
  span: Span,
  message: string,
  options: ReportOptions = NOTHING,
): Finding {
  const start = Math.max(0, Math.min(span.start, length));
  const end = Math.max(start, Math.min(span.end, length));
  const from = positionOf(lines, start);
  const to = positionOf(lines, end);
  return {
    path,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
    code: rule.code,
    rule: rule.id,
    severity: severity ?? options.severity ?? rule.severity,
    message: maskSecrets(message),
    mirrors: options.mirrors ?? rule.mirrors,
    related: options.related ?? [],
    span: { start, end },
    fixes: (options.fixes ?? []).map(fix => ({
      title: maskSecrets(fix.title),
      safe: fix.safe,
      edits: fix.edits.map(edit => ({ path: edit.path ?? path, span: edit.span, text: edit.text })),
    })),
    tags: options.tags ?? [],
  };
}
