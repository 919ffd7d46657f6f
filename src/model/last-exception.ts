/** The last Python exception of a log in one line, such as `ValueError: bad port`; null where there is none. */
export function lastException(log: string): string | null {
  const lines = log.split("\n");
  const head = lines.findLastIndex(line => line.includes("Traceback (most recent call last)"));
  // The end of a long log may begin in the midst of a traceback.
  const start = head >= 0 ? head : lines.findIndex(line => /\bFile "[^"]+", line \d+/.test(line));
  if (start < 0) return null;
  return (
    lines
      .slice(start + 1)
      .find(line =>
        /^[^\s|]*\s*\|?\s*[A-Za-z_][\w.]*(?:Error|Exception|Exit|Interrupt|Warning|[A-Z]\w*)(?::|$)/.test(line),
      )
      ?.trim() ?? null
  );
}

/** What says by its name alone that it is an exception: `TypeError: …`, `psycopg2.errors.UndefinedTable: …`. */
const RAISED = /^(?:\w+\.)*(?:(?:exceptions?|errors?)\.[A-Z]\w*|\w+Error|\w*Exception)(?::.*)?$/gm;

/** The last exception of a log whose traceback may have been cut off or never written. */
export function raisedLine(log: string): string | null {
  return lastException(log) ?? log.match(RAISED)?.at(-1) ?? null;
}
