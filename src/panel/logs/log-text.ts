export type Level = "error" | "warning" | "info" | "debug" | "none";

const escape = "\u001b";

/** A stretch of a line with the classes that its colours have. */
export interface Stretch {
  readonly text: string;
  readonly classes: readonly string[];
}

const colors = ["Black", "Red", "Green", "Yellow", "Blue", "Magenta", "Cyan", "White"];

/** Splits a line at its ANSI sequences; colours become classes, everything else of them is dropped. */
export function stretches(text: string): Stretch[] {
  if (!text.includes(escape)) return [{ text, classes: [] }];
  const found: Stretch[] = [];
  let color: string | null = null;
  let bold = false;
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf(escape, at);
    const end = next === -1 ? text.length : next;
    if (end > at) {
      const classes = [...(color === null ? [] : [`ansi-${color}`]), ...(bold ? ["bold"] : [])];
      found.push({ text: text.slice(at, end), classes });
    }
    if (next === -1) break;
    const close = endOfSequence(text, next);
    if (text.charAt(close - 1) === "m") {
      for (const code of text
        .slice(next + 2, close - 1)
        .split(";")
        .map(Number)) {
        if (code === 0) {
          color = null;
          bold = false;
        } else if (code === 1) bold = true;
        else if (code === 39) color = null;
        else if (code >= 30 && code <= 37) color = colors[code - 30] ?? null;
        else if (code >= 90 && code <= 97) color = `Bright${colors[code - 90] ?? ""}`;
      }
    }
    at = close;
  }
  return found;
}

/** Index after a control sequence that begins at `start`. */
function endOfSequence(text: string, start: number): number {
  if (text.charAt(start + 1) !== "[") return Math.min(text.length, start + 2);
  let at = start + 2;
  while (at < text.length && !/[@-~]/.test(text.charAt(at))) at++;
  return Math.min(text.length, at + 1);
}

export function plainText(text: string): string {
  return text.includes(escape)
    ? stretches(text)
        .map(stretch => stretch.text)
        .join("")
    : text;
}

const levelWords: readonly (readonly [RegExp, Level])[] = [
  [
    /\b(?:CRITICAL|FATAL|ERROR|Traceback|PANIC)\b|\[(?:error|crit|alert|emerg)\]|"level":\s*"(?:error|critical|fatal)"/,
    "error",
  ],
  [/\b(?:WARNING|WARN)\b|\[warn\]|"level":\s*"warn(?:ing)?"/, "warning"],
  [/\b(?:DEBUG|TRACE)\b|"level":\s*"(?:debug|trace)"/, "debug"],
  [/\b(?:INFO|NOTICE|LOG)\b|\[(?:info|notice)\]|"level":\s*"info"/, "info"],
];

/** The level that a line names within its first 200 characters. */
export function levelOf(text: string): Level {
  const head = text.slice(0, 200);
  for (const [pattern, level] of levelWords) if (pattern.test(head)) return level;
  return "none";
}

/** A frame line of a Python traceback. */
export interface Frame {
  readonly path: string;
  readonly line: number;
  readonly function: string;
}

export function frameOf(text: string): Frame | null {
  const match = /^\s*File "([^"]+)", line (\d+)(?:, in (.+))?$/.exec(text);
  return match ? { path: match[1] ?? "", line: Number(match[2]), function: match[3] ?? "" } : null;
}

/** True for the code of the application: what is installed, and what Python itself brings, lies in folders of its own. */
export function isOwnFrame({ path }: Frame): boolean {
  return !/^<|(?:^|\/)(?:site-packages|dist-packages|lib\/python[\d.]*)\//.test(path);
}

/** How one exception of a traceback led to the next: it caused it, or that one came while it was handled. */
export type Chain = "cause" | "context";

export function chainOf(text: string): Chain | null {
  if (text === "The above exception was the direct cause of the following exception:") return "cause";
  return text === "During handling of the above exception, another exception occurred:" ? "context" : null;
}
