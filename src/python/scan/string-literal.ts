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

const SIMPLE: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

function unescaped(content: string, isBytes: boolean): string {
  const parts: string[] = [];
  let from = 0;
  let at = content.indexOf("\\");
  while (at >= 0 && at + 1 < content.length) {
    parts.push(content.slice(from, at));
    const next = content[at + 1] ?? "";
    const simple = SIMPLE[next];
    if (simple !== undefined) {
      parts.push(simple);
      from = at + 2;
    } else if (next === "\r") {
      from = content[at + 2] === "\n" ? at + 3 : at + 2;
    } else if (next >= "0" && next <= "7") {
      let end = at + 2;
      while (end < at + 4 && (content[end] ?? "") >= "0" && (content[end] ?? "") <= "7") end++;
      parts.push(String.fromCharCode(parseInt(content.slice(at + 1, end), 8)));
      from = end;
    } else {
      const digits = next === "x" ? 2 : next === "u" && !isBytes ? 4 : next === "U" && !isBytes ? 8 : 0;
      const code = digits > 0 ? hexadecimal(content, at + 2, digits) : -1;
      if (code >= 0 && code <= 0x10ffff) {
        parts.push(String.fromCodePoint(code));
        from = at + 2 + digits;
      } else if (next === "N" && content[at + 2] === "{" && content.includes("}", at)) {
        // Names of characters are not looked up: what matters is that one character stands here.
        parts.push("\ufffd");
        from = content.indexOf("}", at) + 1;
      } else {
        parts.push("\\");
        from = at + 1;
        at = content.indexOf("\\", next === "\\" ? at + 2 : at + 1);
        continue;
      }
    }
    at = content.indexOf("\\", from);
  }
  parts.push(content.slice(from));
  return parts.join("");
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
