import { lineIndexOf, lineStarts } from "../docker/line-map";
import type { Finding } from "../model/finding";
import { parsePragma } from "./pragma";
import { suppresses, suppression, type Suppression } from "./suppression";

/** What a Compose file's own comments say about findings. */
export interface ComposeIgnores {
  /** The finding, null where a comment suppresses it. */
  apply(finding: Finding): Finding | null;
}

interface Region {
  /** 0-based; both ends included. */
  readonly first: number;
  readonly last: number;
  readonly what: Suppression;
}

const NOTHING: ComposeIgnores = { apply: finding => finding };

/** The words that begin a comment for a linter; most files have none, and are not looked at line by line. */
const SPOKEN = /#\s*(?:drydock|dclint|trivy:ignore|checkov:skip)/;

/**
 * Reads `# drydock ignore=`, `# drydock global ignore=`, dclint's, trivy's and checkov's comments. One on a line of its own concerns the
 * entry below it with all that is indented under it, one behind a value that line.
 */
export function readComposeIgnores(text: string): ComposeIgnores {
  if (!SPOKEN.test(text)) return NOTHING;
  const starts = lineStarts(text);
  const lines = starts.map((start, index) => text.slice(start, starts[index + 1] ?? text.length).trimEnd());
  const regions: Region[] = [];
  for (const [index, line] of lines.entries()) {
    const comment = /(?:^|\s)#\s*((?:drydock|dclint|trivy:ignore|checkov:skip).*)$/.exec(line)?.[1];
    if (comment === undefined) continue;
    const isAlone = line.trimStart().startsWith("#");
    const region = dclintRegion(lines, index, comment, isAlone) ?? ownRegion(lines, index, comment, isAlone);
    if (region !== null) regions.push(region);
  }
  if (regions.length === 0) return NOTHING;
  return {
    apply: finding => {
      const line = lineIndexOf(starts, finding.span.start);
      const isHit = regions.some(({ first, last, what }) => first <= line && line <= last && suppresses(what, finding));
      return isHit ? null : finding;
    },
  };
}

function ownRegion(lines: readonly string[], index: number, comment: string, isAlone: boolean): Region | null {
  const pragma = parsePragma(comment);
  if (pragma?.kind === "global-ignore") return { first: 0, last: lines.length, what: suppression(pragma.codes) };
  if (pragma?.kind !== "ignore") return null;
  const what = suppression(pragma.codes, pragma.everything);
  if (!isAlone) return { first: index, last: index, what };
  const first = lineBelow(lines, index);
  return { first, last: endOfEntry(lines, first), what };
}

/** `dclint disable-file`; `dclint disable [rule ...]` on the first line; `dclint disable-line [rule ...]` on a line or above it. */
function dclintRegion(lines: readonly string[], index: number, comment: string, isAlone: boolean): Region | null {
  const match = /^dclint\s+(disable-file|disable-line|disable)\b(.*)$/.exec(comment);
  if (match === null) return null;
  const rules = (match[2] ?? "").split(/[\s,]+/).filter(rule => rule !== "");
  const what = suppression(rules, rules.length === 0);
  if (match[1] === "disable-file") return { first: 0, last: lines.length, what: suppression([], true) };
  if (match[1] === "disable") return index === 0 ? { first: 0, last: lines.length, what } : null;
  const line = isAlone ? lineBelow(lines, index) : index;
  return { first: line, last: line, what };
}

/** The next line that is neither empty nor a comment. */
function lineBelow(lines: readonly string[], index: number): number {
  const found = lines.findIndex((line, at) => at > index && line.trim() !== "" && !line.trimStart().startsWith("#"));
  return found === -1 ? lines.length : found;
}

/** The last line of the entry that begins at a line: those below it that are indented deeper, or items of its list. */
function endOfEntry(lines: readonly string[], first: number): number {
  const head = lines[first] ?? "";
  const indent = indentOf(head);
  const holdsList = head.endsWith(":") && !head.trimStart().startsWith("-");
  let last = first;
  for (let index = first + 1; index < lines.length; index++) {
    const line = lines[index] ?? "";
    if (line.trim() === "") continue;
    const isItem = holdsList && indentOf(line) === indent && line.trimStart().startsWith("- ");
    if (indentOf(line) <= indent && !isItem) break;
    last = index;
  }
  return last;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
