import type { Span } from "../../model/place";
import { isBlank } from "../spaces";
import type { LogicalText } from "./logical-text";
import { sourceSpan } from "./logical-text";
import type { EscapeCharacter, Pair, SyntaxProblem, Word } from "./types";
import { findOpenQuote, makeWord } from "./words";

/** The pairs of ENV, LABEL and ARG, whose `words` lie at `parts` of the body; the first word of ENV and LABEL decides between `key=value` and the legacy form. */
export function readPairs(
  kind: "ENV" | "LABEL" | "ARG",
  body: LogicalText,
  escape: EscapeCharacter,
  problems: SyntaxProblem[],
  parts: readonly { readonly start: number; readonly end: number }[],
  words: readonly Word[],
  keywordSpan: Span,
): { readonly pairs: readonly Pair[]; readonly legacy: boolean } {
  const first = words[0];
  if (first === undefined) return { pairs: [], legacy: false };
  if (kind !== "ARG" && !first.raw.includes("=")) {
    return { pairs: readLegacyPair(kind, body, escape, problems, keywordSpan), legacy: true };
  }
  const pairs: Pair[] = [];
  for (const [index, part] of parts.entries()) {
    const raw = body.text.slice(part.start, part.end);
    const span = sourceSpan(body, part.start, part.end);
    const equals = raw.indexOf("=");
    // BuildKit splits at the first `=` and then reads quotes on either side of it.
    const sides = equals === -1 ? [raw] : [raw.slice(0, equals), raw.slice(equals + 1)];
    for (const [side, text] of sides.entries()) {
      const open = findOpenQuote(text, escape);
      if (open === null) continue;
      const start = part.start + (side === 0 ? 0 : equals + 1);
      problems.push({
        code: "unterminated-quote",
        message: open.quote === "'" ? "missing closing single quote" : "missing closing double quote",
        span: sourceSpan(body, start, start + text.length),
      });
      break;
    }
    if (equals === -1) {
      if (kind !== "ARG") {
        problems.push({ code: "missing-equals", message: `missing = in ${raw}`, span });
        continue;
      }
      pairs.push({ key: words[index] ?? first, value: null, span });
      continue;
    }
    pairs.push({
      key: makeWord(body, part.start, part.start + equals, escape),
      value: makeWord(body, part.start + equals + 1, part.end, escape),
      span,
    });
  }
  return { pairs, legacy: false };
}

function readLegacyPair(
  kind: string,
  body: LogicalText,
  escape: EscapeCharacter,
  problems: SyntaxProblem[],
  keywordSpan: Span,
): readonly Pair[] {
  const { text } = body;
  let keyEnd = 0;
  while (keyEnd < text.length && !isBlank(text.charCodeAt(keyEnd))) keyEnd++;
  let valueStart = keyEnd;
  while (valueStart < text.length && isBlank(text.charCodeAt(valueStart))) valueStart++;
  const key = makeWord(body, 0, keyEnd, escape);
  if (valueStart === text.length) {
    problems.push({ code: "missing-value", message: `${kind} must have two arguments`, span: key.span ?? keywordSpan });
    return [];
  }
  const value = makeWord(body, valueStart, text.length, escape);
  return [{ key, value, span: sourceSpan(body, 0, text.length) }];
}
