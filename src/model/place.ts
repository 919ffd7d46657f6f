/** How sure a fact is: `high` is certain, `medium` likely, `low` a guess. */
export type Confidence = "high" | "medium" | "low";

/**
 * Where in the workspace a fact was read: the evidence behind everything that Drydock says.
 * `path` is relative to the analysed folder with `/`; `line` and `column` are 1-based, columns count UTF-16 units.
 * `text` is the source line, cut to 200 characters, with secret values replaced by `•••`.
 */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly confidence: Confidence;
}

/** A half-open range of UTF-16 offsets into one text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Orders by code unit, as every sorted list of the contract does (never by locale). */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

export function isSameLine(left: Pick<Place, "path" | "line">, right: Pick<Place, "path" | "line">): boolean {
  return left.path === right.path && left.line === right.line;
}

export function comparePlaces(left: Place, right: Place): number {
  return compareText(left.path, right.path) || left.line - right.line || left.column - right.column;
}
