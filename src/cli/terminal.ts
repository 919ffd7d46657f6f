import { withoutCommands } from "../report/workflow-commands";

/** What a stream can show: decided once, from the environment and the stream alone. */
export interface TerminalOptions {
  readonly isTerminal: boolean;
  readonly colour: boolean;
  readonly unicode: boolean;
  readonly columns: number;
  /** Read by the runner of GitHub Actions, which takes some lines for commands. */
  readonly isActions?: boolean;
}

export type Mark = "ok" | "warn" | "fail" | "dim";

const MARKS: Readonly<Record<Mark, { readonly unicode: string; readonly ascii: string; readonly colour: number }>> = {
  ok: { unicode: "✔", ascii: "ok", colour: 32 },
  warn: { unicode: "!", ascii: "!", colour: 33 },
  fail: { unicode: "✖", ascii: "FAIL", colour: 31 },
  dim: { unicode: "·", ascii: "-", colour: 2 },
};

/** Lines are never wider, whatever the terminal. */
export const WIDTH = 80;

export function terminalOptions(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  env: Readonly<Record<string, string | undefined>>,
): TerminalOptions {
  const isTerminal = stream.isTTY === true && env["TERM"] !== "dumb";
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "";
  return {
    isTerminal,
    colour: isTerminal && !env["NO_COLOR"],
    unicode: isTerminal && (/utf-?8/i.test(locale) || env["WT_SESSION"] !== undefined),
    // A terminal that was never told its size says 0.
    columns: Math.min(WIDTH, stream.columns || WIDTH),
    isActions: env["GITHUB_ACTIONS"] === "true",
  };
}

/** The least time between two texts of the progress line. */
const PROGRESS_MS = 100;

/** Runs something later, unless what is given back is called before. */
type Later = (run: () => void, ms: number) => () => void;

/** Nothing waits for a progress line: a command that is done ends. */
const later: Later = (run, ms) => {
  const timer = setTimeout(run, ms).unref();
  return () => clearTimeout(timer);
};

/** Writes for one stream. Progress is one rewritten line, at most ten times a second, gone when done. */
export class Terminal {
  readonly options: TerminalOptions;
  readonly #write: (text: string) => void;
  readonly #elapsed: () => number;
  readonly #later: Later;
  #progress = "";
  #lastProgress = -Infinity;
  #forget: (() => void) | undefined;

  constructor(write: (text: string) => void, options: TerminalOptions, elapsed: () => number, runLater = later) {
    this.#write = write;
    this.options = options;
    this.#elapsed = elapsed;
    this.#later = runLater;
  }

  /** A line for people, which no runner takes for a command whatever stands in it. */
  line(text = ""): void {
    this.command(this.options.isActions === true ? withoutCommands(text) : text);
  }

  /** A line that the runner of GitHub Actions is to obey. */
  command(text: string): void {
    this.clear();
    this.#write(`${text}\n`);
  }

  /** Sentences, wrapped; behind a mark, later lines are indented to stand below the words. */
  paragraph(text: string, mark?: Mark): void {
    const indent = mark === undefined ? "" : "  ";
    const [first = "", ...more] = wrap(text, WIDTH - indent.length);
    this.line(mark === undefined ? first : `${this.mark(mark)} ${first}`);
    for (const line of more) this.line(indent + line);
  }

  /** The newest text is always the one that stays: one that comes too soon after another is written a moment later. */
  progress(text: string): void {
    if (!this.options.isTerminal) return;
    this.#forget?.();
    const wait = PROGRESS_MS - (this.#elapsed() - this.#lastProgress);
    if (wait > 0) this.#forget = this.#later(() => this.#showProgress(text), wait);
    else this.#showProgress(text);
  }

  #showProgress(text: string): void {
    this.#lastProgress = this.#elapsed();
    this.clear();
    this.#progress = cutMiddle(text.replace(/[\r\n\t]+/g, " "), this.options.columns - 1);
    this.#write(this.#progress);
  }

  clear(): void {
    this.#forget?.();
    if (this.#progress !== "") this.#write("\r\u001b[2K");
    this.#progress = "";
  }

  mark(mark: Mark): string {
    const { unicode, ascii, colour } = MARKS[mark];
    return this.colour(this.options.unicode ? unicode : ascii, colour);
  }

  /** How wide the widest mark is, for marks that stand in a column. */
  get markWidth(): number {
    return Math.max(...Object.values(MARKS).map(mark => (this.options.unicode ? mark.unicode : mark.ascii).length));
  }

  /** A mark as wide as every other one of its column. */
  markColumn(mark: Mark): string {
    const { unicode, ascii } = MARKS[mark];
    return this.mark(mark) + " ".repeat(this.markWidth - (this.options.unicode ? unicode : ascii).length);
  }

  bold(text: string): string {
    return this.colour(text, 1);
  }

  dim(text: string): string {
    return this.colour(text, 2);
  }

  colour(text: string, code: number): string {
    return this.options.colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  }
}

/** `shop/orders/views.py` as `shop/…/views.py` where it is too wide. */
export function cutMiddle(text: string, width: number): string {
  if (text.length <= width || width < 5) return text.slice(0, Math.max(0, width));
  const keep = width - 1;
  return `${text.slice(0, Math.ceil(keep / 2))}…${text.slice(text.length - Math.floor(keep / 2))}`;
}

/** `shop/orders/api/views.py` as `shop/…/views.py`: whole folders go first, the name last. */
export function cutPath(path: string, width: number): string {
  if (path.length <= width) return path;
  const parts = path.split("/");
  const name = parts.at(-1) ?? "";
  for (let kept = parts.length - 2; kept > 0; kept--) {
    const short = `${parts.slice(0, kept).join("/")}/…/${name}`;
    if (short.length <= width) return short;
  }
  return name.length + 2 <= width ? `…/${name}` : cutMiddle(name, width);
}

/** Words on lines of at most `width`, later lines indented. */
export function wrap(text: string, width: number, indent = ""): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter(part => part !== "")) {
    if (line !== "" && line.length + 1 + word.length > width - (lines.length > 0 ? indent.length : 0)) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  if (line !== "") lines.push(line);
  return lines.map((each, index) => (index === 0 ? each : indent + each));
}

/** A table whose last column is wrapped instead of cut; where it would get too narrow, it stands below the others. */
export function wrappedTable(rows: readonly (readonly string[])[], gap = 2): readonly string[] {
  const columns = Math.max(0, ...rows.map(row => row.length)) - 1;
  const widths = Array.from({ length: columns }, (_, at) => Math.max(0, ...rows.map(row => row[at]?.length ?? 0)));
  const before = widths.reduce((sum, width) => sum + width + gap, 0);
  const isBelow = WIDTH - before < NARROWEST;
  return rows.flatMap(row => {
    const head = widths.map((width, at) => (row[at] ?? "").padEnd(width + gap)).join("");
    const last = row[columns] ?? "";
    if (isBelow) return [head.trimEnd(), ...wrap(last, WIDTH - 4).map(line => `    ${line}`)];
    const [first = "", ...more] = wrap(last, WIDTH - before);
    return [(head + first).trimEnd(), ...more.map(line => " ".repeat(before) + line)];
  });
}

/** A column of words that is narrower than this is hard to read. */
const NARROWEST = 30;

/** Columns padded to their widest cell; a row's last cell is neither padded nor counted. */
export function table(rows: readonly (readonly string[])[], gap = 2): readonly string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.slice(0, -1).forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, cell.length)));
  return rows.map(row =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd((widths[index] ?? 0) + gap)))
      .join("")
      .trimEnd(),
  );
}
