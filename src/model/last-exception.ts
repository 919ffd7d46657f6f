/** The last Python exception of a log in one line, such as `ValueError: bad port`; null where there is none. */
export function lastException(log: string): string | null {
  const lines = log.split("\n");
  const head = lines.findLastIndex(line => line.includes("Traceback (most recent call last)"));
  // The end of a long log may begin in the midst of a traceback.
  const start = head >= 0 ? head : lines.findIndex(line => /\bFile "[^"]+", line \d+/.test(line));
  if (start < 0) return null;
  const at = lines.findIndex(
    (line, index) =>
      index > start &&
      /^[^\s|]*\s*\|?\s*[A-Za-z_][\w.]*(?:Error|Exception|Exit|Interrupt|Warning|[A-Z]\w*)(?::|$)/.test(
        line.slice(0, MAXIMUM_LENGTH),
      ),
  );
  if (at < 0) return null;
  const words = lines[at]?.trim() ?? "";
  const names = /\d validation errors? for \w+$/.test(words) ? refused(lines.slice(at + 1)) : [];
  return names.length === 0 ? words : `${words}: ${names.join(", ")}`;
}

/** Characters of a line in which the name of an exception stands; what a program prints may be much longer. */
const MAXIMUM_LENGTH = 500;

/** What pydantic refuses, the first few: each value's name on a line of its own, and why below it. */
function refused(lines: readonly string[]): readonly string[] {
  const isName = (line: string, index: number): boolean => /^\S+$/.test(line) && /^[ \t]/.test(lines[index + 1] ?? "");
  const end = lines.findIndex((line, index) => !/^[ \t]/.test(line) && !isName(line, index));
  return (end < 0 ? lines : lines.slice(0, end)).filter(isName).slice(0, 5);
}

/** What says by its name alone that it is an exception: `TypeError: …`, `psycopg2.errors.UndefinedTable: …`. */
const RAISED = /^(?:\w+\.)*(?:(?:exceptions?|errors?)\.[A-Z]\w*|\w+Error|\w*Exception)(?::.*)?$/gm;

/** The last exception of a log whose traceback may have been cut off or never written. */
export function raisedLine(log: string): string | null {
  return lastException(log) ?? log.match(RAISED)?.at(-1) ?? null;
}
