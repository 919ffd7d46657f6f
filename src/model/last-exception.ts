/** An exception in one line, and the lines of the log after its own. */
interface Raised {
  readonly words: string;
  readonly after: readonly string[];
}

/** The last Python exception of a log in one line, such as `ValueError: bad port`; null where there is none. */
export function lastException(log: string): string | null {
  return lastRaised(log.split("\n"))?.words ?? null;
}

function lastRaised(lines: readonly string[]): Raised | null {
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
  const rest = lines.slice(at + 1);
  const { names, after } = /\d validation errors? for \w+$/.test(words) ? refused(rest) : { names: [], after: rest };
  return { words: names.length === 0 ? words : `${words}: ${names.join(", ")}`, after };
}

/** Characters of a line in which the name of an exception stands; what a program prints may be much longer. */
const MAXIMUM_LENGTH = 500;

/** What pydantic refuses, the first few: each value's name on a line of its own, and why below it; then what follows. */
function refused(lines: readonly string[]): { readonly names: readonly string[]; readonly after: readonly string[] } {
  const isName = (line: string, index: number): boolean => /^\S+$/.test(line) && /^[ \t]/.test(lines[index + 1] ?? "");
  const found = lines.findIndex((line, index) => !/^[ \t]/.test(line) && !isName(line, index));
  const end = found < 0 ? lines.length : found;
  return { names: lines.slice(0, end).filter(isName).slice(0, 5), after: lines.slice(end) };
}

/** What a build that an installer started may say why it failed; pip's own codes say nothing. */
const SAYS_WHY =
  /^\s*(?:[A-Za-z_][\w.]*(?:Error|Exception): \S|error: (?!subprocess-exited|metadata-generation|failed-wheel|legacy-install)\S|Error: \S|fatal error: \S|\S+: fatal error: \S)/;
/** A compiler's first error, without the file of the installer's that it is in; more of them follow from it. */
const COMPILED = /^\s*\S+:\d+:(?:\d+:)? (?:fatal )?error: \S/;

/** Why a build that an installer started failed, by the lines of its output; null where they do not say. */
export function buildError(lines: readonly string[]): string | null {
  const said = lines.find(line => COMPILED.test(line)) ?? lines.findLast(line => SAYS_WHY.test(line));
  return said?.trim() ?? null;
}

/** What says by its name alone that it is an exception: `TypeError: …`, `psycopg2.errors.UndefinedTable: …`. */
const RAISED = /^(?:\w+\.)*(?:(?:exceptions?|errors?)\.[A-Z]\w*|\w+Error|\w*Exception)(?::.*)?$/;

/** The last exception of a log whose traceback may have been cut off or never written. */
export function raisedLine(log: string): string | null {
  return anyRaised(log)?.words ?? null;
}

function anyRaised(log: string): Raised | null {
  const lines = log.split(/\r?\n/);
  const at = lines.findLastIndex(line => RAISED.test(line));
  return lastRaised(lines) ?? (at < 0 ? null : { words: lines[at] ?? "", after: lines.slice(at + 1) });
}

/** More of an exception's own message, and what gunicorn and uvicorn say as they end for it, or try again. */
const FAREWELL = new RegExp(
  [
    /^\s*\^?\s*$|^\t|^(?:DETAIL|HINT|CONTEXT|LINE \d+): /,
    /\] (?:Worker exiting \(pid|Worker \(pid:\d+\) (?:exited|was sent)|Shutting down: Master|Booting worker with pid: )/,
    /\] (?:Reason: (?:Worker failed to boot|App failed to load)|Control socket listening at )/,
    /\bApplication startup failed\. Exiting|^INFO: {5}(?:Received SIGTERM, exiting|Stopping (?:parent|reloader) process )/,
    /^INFO: {5}(?:Child process \[\d+\] died|Terminated child process |Waiting for child process )/,
  ]
    .map(({ source }) => source)
    .join("|"),
);

/** The exception that a log ends with; null where the program said more after it, as after one that it handled. */
export function endingException(log: string): string | null {
  const raised = anyRaised(log);
  if (raised === null) return null;
  // SQLAlchemy ends the statement that it quotes, on however many lines, with an address.
  const quoted = raised.after.findLastIndex(line => line.startsWith("(Background on this error at: "));
  // Some servers print its message once more.
  const isOver = raised.after
    .slice(quoted + 1)
    .every(line => FAREWELL.test(line) || raised.words.endsWith(`: ${line}`));
  return isOver ? raised.words : null;
}
