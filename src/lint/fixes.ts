import type { Finding, Fix, TextEdit } from "../model/finding";

export interface FixOutcome {
  /** The new text of every file that changed, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** What was changed in them. */
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  /** Number of findings whose fix was applied. */
  readonly applied: number;
}

/**
 * Applies the first fix of each finding, in order, leaving out those that would touch what an earlier one has changed. With `safeOnly` (default) only
 * fixes that are safe without reading. A fix is applied whole or not at all. Lint again to fix what was left out.
 */
export function applyFixes(
  texts: ReadonlyMap<string, string>,
  findings: readonly Finding[],
  options: { readonly safeOnly?: boolean } = {},
): FixOutcome {
  const safeOnly = options.safeOnly ?? true;
  const accepted = new Map<string, TextEdit[]>();
  let applied = 0;
  for (const finding of findings) {
    const fix = finding.fixes.find(each => each.safe || !safeOnly);
    if (fix === undefined || !isApplicable(fix, texts, accepted)) continue;
    for (const edit of fix.edits) {
      const edits = accepted.get(edit.path) ?? [];
      edits.push(edit);
      accepted.set(edit.path, edits);
    }
    applied++;
  }
  const changed = new Map<string, string>();
  for (const [path, edits] of accepted) changed.set(path, applyEdits(texts.get(path) ?? "", edits));
  return { texts: changed, edits: accepted, applied };
}

function isApplicable(
  fix: Fix,
  texts: ReadonlyMap<string, string>,
  accepted: ReadonlyMap<string, readonly TextEdit[]>,
): boolean {
  return (
    fix.edits.length > 0 &&
    fix.edits.every(edit => {
      const text = texts.get(edit.path);
      if (text === undefined || edit.span.start < 0 || edit.span.end > text.length) return false;
      return (accepted.get(edit.path) ?? []).every(other => !collide(edit, other));
    })
  );
}

/** Edits collide where they overlap or touch: two insertions at one place have no order of their own. */
function collide(left: TextEdit, right: TextEdit): boolean {
  return left.span.start <= right.span.end && right.span.start <= left.span.end;
}

/** The text with edits of one file applied; they must not overlap. */
export function applyEdits(text: string, edits: readonly Pick<TextEdit, "span" | "text">[]): string {
  let result = "";
  let at = 0;
  for (const edit of [...edits].sort((left, right) => left.span.start - right.span.start)) {
    result += text.slice(at, edit.span.start) + edit.text;
    at = edit.span.end;
  }
  return result + text.slice(at);
}
