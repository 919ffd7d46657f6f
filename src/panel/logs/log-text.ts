export type Level = "error" | "warning" | "info" | "debug" | "none";

const escape = "\u001b";

/** A stretch of a line with the classes that its colours have. */
export interface Stretch {
  readonly text: string;
  readonly classes: readonly string[];
}

const colors = ["Black", "Red", "Green", "Yellow", "Blue", "Magenta", "Cyan", "White"];

/** How text looks from here on: the names of its colours and its class for everything else. */
interface Look {
  color: string | null;
  ground: string | null;
  readonly marks: Set<string>;
}

const markOf: Readonly<Record<number, string>> = { 1: "bold", 2: "faint", 3: "italic", 4: "underline" };
const unmarked: Readonly<Record<number, readonly string[]>> = {
  22: ["bold", "faint"],
  23: ["italic"],
  24: ["underline"],
};

/** Splits a line at its ANSI sequences; colours and marks become classes, everything else of them is dropped. */
export function stretches(text: string): Stretch[] {
  if (!text.includes(escape)) return [{ text, classes: [] }];
  const found: Stretch[] = [];
  const look: Look = { color: null, ground: null, marks: new Set() };
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf(escape, at);
    const end = next === -1 ? text.length : next;
    if (end > at) found.push({ text: text.slice(at, end), classes: classesOf(look) });
    if (next === -1) break;
    const close = endOfSequence(text, next);
    if (text.charAt(next + 1) === "[" && text.charAt(close - 1) === "m") {
      apply(look, text.slice(next + 2, close - 1).split(";"));
    }
    at = close;
  }
  return found;
}

function classesOf({ color, ground, marks }: Look): string[] {
  return [...(color === null ? [] : [`ansi-${color}`]), ...(ground === null ? [] : [`ansi-on-${ground}`]), ...marks];
}

/**
 * Takes the codes of one sequence (ECMA-48, SGR). A code may say more behind colons, all of its own: `4:3` is a curly
 * underline, `38:2::255:0:0` a colour with an empty place for its colour space. Behind semicolons the same takes places of its own.
 */
function apply(look: Look, codes: readonly string[]): void {
  for (let at = 0; at < codes.length; at++) {
    const [code = 0, ...parts] = (codes[at] ?? "").split(":").map(Number);
    // 58 colours the underline, which has the colour of the text here.
    if (code !== 38 && code !== 48 && code !== 58) {
      applyOne(look, parts[0] === 0 && code === 4 ? 24 : code);
      continue;
    }
    const isApart = parts.length === 0;
    const said = isApart ? codes.slice(at + 1, at + 5).map(Number) : parts;
    const first = said.length > 4 ? 2 : 1;
    const color = said[0] === 5 ? indexedColor(said[1] ?? 0) : nearestColor(said.slice(first, first + 3));
    if (code === 38) look.color = color;
    if (code === 48) look.ground = color;
    if (isApart) at += said[0] === 5 ? 2 : 4;
  }
}

function applyOne(look: Look, code: number): void {
  const mark = markOf[code];
  if (mark !== undefined) look.marks.add(mark);
  for (const gone of unmarked[code] ?? []) look.marks.delete(gone);
  if (code === 0 || code === 39) look.color = null;
  if (code === 0 || code === 49) look.ground = null;
  if (code === 0) look.marks.clear();
  look.color = themeColor(code - 30) ?? look.color;
  look.ground = themeColor(code - 40) ?? look.ground;
}

/** One of the theme's 16 colours by how far its code lies above the first: 0 to 7, and 60 to 67 for the bright ones. */
function themeColor(index: number): string | undefined {
  const bright = colors[index - 60];
  return bright === undefined ? colors[index] : `Bright${bright}`;
}

/** A colour of xterm's table of 256: the theme's own 16, a cube of 6 by 6 by 6, and greys. */
function indexedColor(index: number): string {
  if (index < 8) return colors[index] ?? "White";
  if (index < 16) return `Bright${colors[index - 8] ?? ""}`;
  if (index >= 232) return nearestColor(Array<number>(3).fill((index - 232) * 10 + 8));
  const at = index - 16;
  return nearestColor([Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map(part => part * 51));
}

/** The one of the theme's 16 colours that is meant by amounts of red, green and blue from 0 to 255. */
function nearestColor(parts: readonly number[]): string {
  const [red = 0, green = 0, blue = 0] = parts;
  const most = Math.max(red, green, blue);
  const has = (part: number): boolean => part > most * 0.6 && most > 60;
  const hue = colors[(has(red) ? 1 : 0) + (has(green) ? 2 : 0) + (has(blue) ? 4 : 0)] ?? "White";
  if (hue === "White" && most < 160) return "BrightBlack";
  return most > 200 ? `Bright${hue}` : hue;
}

/** Index after a control sequence that begins at `start`; one for the terminal itself, such as a link, ends with a bell. */
function endOfSequence(text: string, start: number): number {
  if (text.charAt(start + 1) === "]") {
    const end = /\u0007|\u001b\\/.exec(text.slice(start + 2));
    return end ? start + 2 + end.index + end[0].length : text.length;
  }
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

/** A frame with a file to open: `<frozen importlib._bootstrap>` and `<string>` name none. */
export function openableFrame(text: string): Frame | null {
  const frame = frameOf(text);
  return frame === null || frame.path.startsWith("<") ? null : frame;
}

/** True for the code of the application: what is installed, and what Python itself brings, lies in folders of its own. */
export function isOwnFrame({ path }: Frame): boolean {
  return !/^<|(?:^|\/)(?:site-packages|dist-packages|lib\/python[\d.]*)\/|(?:^\/usr(?:\/local)?|\/\.local|venv)\/bin\//.test(
    path,
  );
}

/** How one exception of a traceback led to the next: it caused it, or that one came while it was handled. */
export type Chain = "cause" | "context";

export function chainOf(text: string): Chain | null {
  if (text === "The above exception was the direct cause of the following exception:") return "cause";
  return text === "During handling of the above exception, another exception occurred:" ? "context" : null;
}

/** The JSON object that ends a line, with what stands before it; null where there is none. */
export function jsonOf(text: string): { readonly before: string; readonly value: unknown } | null {
  const start = text.search(/\{\s*"/);
  if (start === -1 || !text.trimEnd().endsWith("}")) return null;
  try {
    return { before: text.slice(0, start), value: JSON.parse(text.slice(start)) };
  } catch {
    return null; // No JSON after all.
  }
}
