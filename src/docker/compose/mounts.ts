import type { Span } from "../../model/place";
import { splitColons } from "./ports";

export type ComposeMountType = "bind" | "volume" | "anonymous" | "tmpfs" | "npipe" | "image" | "cluster" | "unknown";

/** One entry of a service's `volumes`. */
export interface ComposeMount {
  readonly type: ComposeMountType;
  /** Host path or name of the volume, as written; null where there is none. */
  readonly source: string | null;
  readonly sourceSpan: Span;
  readonly target: string | null;
  readonly targetSpan: Span;
  readonly span: Span;
  readonly readOnly: boolean;
  readonly isShort: boolean;
  /** The options after the second colon of the short form. */
  readonly options: readonly string[];
  readonly problem: string | null;
}

/** What tells a host path from a volume's name in the short form (Compose: begins with `.`, `/`, `~`, or a drive). */
export function isHostPath(source: string): boolean {
  return /^(?:[./~\\]|[A-Za-z]:[\\/]|\$(?:\{?PWD\b|\{?HOME\b))/.test(source);
}

/** Reads `[source:]target[:options]`; `span` is that of the text, whose characters stand at it one by one where `exact`. */
export function readShortMount(text: string, span: Span, exact: number | null): ComposeMount {
  const parts = joinDrives(splitColons(text));
  const [first = "", second, third, ...rest] = parts;
  const at = (offset: number, length: number): Span =>
    exact === null ? span : { start: exact + offset, end: exact + offset + length };
  if (second === undefined) {
    return {
      type: "anonymous",
      source: null,
      sourceSpan: span,
      target: first,
      targetSpan: at(0, first.length),
      span,
      readOnly: false,
      isShort: true,
      options: [],
      problem: first === "" ? "it is empty" : null,
    };
  }
  const options = third === undefined ? [] : third.split(",");
  return {
    type: first.startsWith("$") && !isHostPath(first) ? "unknown" : isHostPath(first) ? "bind" : "volume",
    source: first,
    sourceSpan: at(0, first.length),
    target: second,
    targetSpan: at(first.length + 1, second.length),
    span,
    readOnly: options.includes("ro"),
    isShort: true,
    options,
    problem: shortProblem(first, second, rest.length > 0),
  };
}

function shortProblem(source: string, target: string, isTooLong: boolean): string | null {
  if (isTooLong) return "it has too many parts";
  if (source === "") return "the part before the colon is empty";
  if (target === "") return "the path in the container is missing";
  return null;
}

/** `C:\x` holds a colon of its own; Compose takes any single letter before a colon for a drive. */
function joinDrives(parts: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at] ?? "";
    const next = parts[at + 1];
    if (/^[A-Za-z]$/.test(part) && next !== undefined && /^[\\/]/.test(next)) {
      joined.push(`${part}:${next}`);
      at++;
    } else joined.push(part);
  }
  return joined;
}
