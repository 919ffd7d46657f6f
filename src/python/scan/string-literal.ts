import { detached } from "./compact";
import { BYTES, RAW, TRIPLE, UNTERMINATED } from "./lexer";

/** Offsets of a literal's content, between its quotes. */
export function contentStart(start: number, flags: number): number {
  return start + (flags >> 8) + ((flags & TRIPLE) !== 0 ? 3 : 1);
}

export function contentEnd(start: number, end: number, flags: number): number {
  if ((flags & UNTERMINATED) !== 0) return end;
  return Math.max(contentStart(start, flags), end - ((flags & TRIPLE) !== 0 ? 3 : 1));
}

/** The characters that a literal's content stands for, escapes replaced (string and bytes literals, language reference 2.4.1). */
export function decodeContent(text: string, start: number, end: number, flags: number): string {
  let content = text.slice(start, end);
  if ((flags & TRIPLE) !== 0 && content.includes("\r")) content = content.replace(/\r\n?/g, "\n");
  return (flags & RAW) !== 0 || !content.includes("\\") ? detached(content) : unescaped(content, (flags & BYTES) !== 0);
}

const SIMPLE: ReadonlyMap<string, string> = new Map([
  ["\n", ""],
  ["\\", "\\"],
  ["'", "'"],
  ['"', '"'],
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);

function unescaped(content: string, isBytes: boolean): string {
  const parts: string[] = [];
  let from = 0;
  let at = content.indexOf("\\");
  while (at >= 0 && at + 1 < content.length) {
    parts.push(content.slice(from, at));
    const { text, end } = escapeAt(content, at, isBytes);
    parts.push(text);
    from = end;
    at = content.indexOf("\\", from);
  }
  parts.push(content.slice(from));
  return parts.join("");
}

interface Escape {
  /** What it stands for; a backslash that begins no escape stands for itself. */
  readonly text: string;
  /** Offset after it. */
  readonly end: number;
}

/** Python reference, section 2.5 "Escape sequences". */
function escapeAt(content: string, at: number, isBytes: boolean): Escape {
  const next = content[at + 1] ?? "";
  const simple = SIMPLE.get(next);
  if (simple !== undefined) return { text: simple, end: at + 2 };
  if (next === "\r") return { text: "", end: content[at + 2] === "\n" ? at + 3 : at + 2 };
  if (isOctal(next)) {
    let end = at + 2;
    while (end < at + 4 && isOctal(content[end] ?? "")) end++;
    return { text: String.fromCharCode(parseInt(content.slice(at + 1, end), 8)), end };
  }
  const digits = next === "x" ? 2 : isBytes ? 0 : next === "u" ? 4 : next === "U" ? 8 : 0;
  const code = digits > 0 ? hexadecimal(content, at + 2, digits) : -1;
  if (code >= 0 && code <= 0x10ffff) return { text: String.fromCodePoint(code), end: at + 2 + digits };
  // Names of characters are not looked up: what matters is that one character stands here.
  const end = next === "N" && content[at + 2] === "{" ? content.indexOf("}", at) : -1;
  return end < 0 ? { text: "\\", end: at + 1 } : { text: "\ufffd", end: end + 1 };
}

function isOctal(character: string): boolean {
  return character >= "0" && character <= "7";
}

function hexadecimal(content: string, start: number, digits: number): number {
  if (start + digits > content.length) return -1;
  let value = 0;
  for (let at = start; at < start + digits; at++) {
    const digit = parseInt(content[at] ?? "", 16);
    if (Number.isNaN(digit)) return -1;
    value = value * 16 + digit;
  }
  return value;
}
