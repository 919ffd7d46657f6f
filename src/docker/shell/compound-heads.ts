import { scanWord, skipParenthesis } from "./scan-word";
import type { ScannedWord } from "./scan-word";

/** Called with each word of a head, whose substitutions are scripts of their own. */
type OnWord = (word: ScannedWord) => void;

/** The offset behind `name` or `name ()` of `function name () {`. */
export function skipFunctionName(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && " \t".includes(text[at] ?? "")) at++;
  while (at < end && !" \t\n({;".includes(text[at] ?? "")) at++;
  const rest = /^\s*\(\s*\)/.exec(text.slice(at, at + 40));
  return rest === null ? at : at + rest[0].length;
}

/** The offset behind the head of `for name in a b c;` or `for ((…));`: the words are expanded, none is a command. */
export function skipLoopHead(text: string, start: number, end: number, onWord: OnWord): number {
  let at = start;
  while (at < end) {
    const character = text[at] ?? "";
    if (character === ";" || character === "\n") return at + 1;
    if (character === "(") {
      at = skipParenthesis(text, at + 1, end);
    } else if (" \t\r<>&|)".includes(character)) {
      at++;
    } else {
      const scanned = scanWord(text, at, end);
      if (scanned.text === "do" && !scanned.quoted) return at;
      at = Math.max(scanned.end, at + 1);
      onWord(scanned);
    }
  }
  return at;
}

/** The offset behind `word in` of `case word in`. */
export function skipCaseHead(text: string, start: number, end: number, onWord: OnWord): number {
  let at = start;
  for (let words = 0; at < end && words < 2;) {
    if (" \t\n\r".includes(text[at] ?? "")) {
      at++;
      continue;
    }
    const scanned = scanWord(text, at, end);
    at = Math.max(scanned.end, at + 1);
    onWord(scanned);
    words++;
  }
  return at;
}
