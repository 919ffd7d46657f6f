import { positionOf } from "../docker/line-map";
import type { Confidence, Place, Span } from "../model/place";
import { maskLine } from "../workspace/mask";

/** The place of a span, with its line as it may be shown: cut, and secrets masked. */
export function makePlace(
  path: string,
  text: string,
  lines: readonly number[],
  span: Span,
  confidence: Confidence,
): Place {
  const position = positionOf(lines, span.start);
  const start = lines[position.line - 1] ?? 0;
  const feed = text.indexOf("\n", start);
  const line = text.slice(start, feed === -1 ? text.length : feed).trimEnd();
  return { path, ...position, text: maskLine(line.slice(0, 200), path), confidence };
}
