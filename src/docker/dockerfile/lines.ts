import { isSpace } from "../spaces";

/** One physical line: `end` is before the line end (carriage returns belong to it), `next` where the next line begins. */
export interface PhysicalLine {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** The line that begins at `start`. Lines end at a line feed; carriage returns before it are dropped, a lone one is text. */
export function readLine(text: string, start: number): PhysicalLine {
  const feed = text.indexOf("\n", start);
  let end = feed === -1 ? text.length : feed;
  const next = feed === -1 ? text.length : feed + 1;
  while (end > start && text.charCodeAt(end - 1) === 13) end--;
  return { start, end, next };
}

/** The offset of the first character that is no blank, `end` where there is none. */
export function skipSpaces(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isSpace(text.charCodeAt(at))) at++;
  return at;
}

/**
 * Where a line's text ends before its continuation mark: the escape character as the last one but blanks and tabs, and not
 * itself behind an escape character. -1 where the line is not continued.
 */
export function continuationOf(text: string, start: number, end: number, escape: string): number {
  let at = end - 1;
  while (at >= start && (text[at] === " " || text[at] === "\t")) at--;
  if (at < start || text[at] !== escape) return -1;
  if (at > start && text[at - 1] === escape) return -1;
  return at;
}
