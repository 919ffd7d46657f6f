import { isNameCharacter } from "../spaces";

/** What a word holds, gathered while it is scanned. */
export interface ScannedWord {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly dynamic: boolean;
  readonly quoted: boolean;
  readonly glob: boolean;
  readonly variables: readonly string[];
  /** Ranges of the scripts inside `$(…)`, backquotes and process substitutions. */
  readonly substitutions: readonly { readonly start: number; readonly end: number }[];
  /** What is not closed, null where all is. */
  readonly problem: string | null;
}

const WORD_ENDS = " \t\n\r;&|<>()";
const SPECIAL = "@*#?-$!0123456789";

/** 1 for the ASCII characters that mean nothing but themselves in a word: most words hold no others. */
const PLAIN = Uint8Array.from({ length: 128 }, (_, code) => {
  return `${WORD_ENDS}\\'"$\`*?[`.includes(String.fromCharCode(code)) ? 0 : 1;
});

/** The end of the run of plain characters from `at` on. */
function plainEnd(source: string, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const code = source.charCodeAt(at);
    if (code < 128 && PLAIN[code] === 0) break;
    at++;
  }
  return at;
}

const NONE: readonly never[] = [];

/** Written out, as copying an object with its spread costs more than all that is scanned of a word. */
function plainWord(source: string, start: number, end: number): ScannedWord {
  return {
    start,
    end,
    text: source.slice(start, end),
    dynamic: false,
    quoted: false,
    glob: false,
    variables: NONE,
    substitutions: NONE,
    problem: null,
  };
}

interface Scan {
  readonly start: number;
  end: number;
  text: string;
  dynamic: boolean;
  quoted: boolean;
  glob: boolean;
  variables: string[];
  substitutions: { start: number; end: number }[];
  problem: string | null;
}

/** Scans the word that begins at `start` (POSIX shell, "Token Recognition"): quotes, escapes, expansions. */
export function scanWord(source: string, start: number, end: number): ScannedWord {
  const plain = plainEnd(source, start, end);
  if (plain > start && (plain === end || (source[plain] !== "(" && WORD_ENDS.includes(source[plain] ?? ""))))
    return plainWord(source, start, plain);
  const scan: Scan = {
    start,
    end,
    text: source.slice(start, plain),
    dynamic: false,
    quoted: false,
    glob: false,
    variables: [],
    substitutions: [],
    problem: null,
  };
  let at = plain;
  while (at < end) {
    const next = WORD_ENDS.includes(source[at] ?? "")
      ? scanEnclosed(source, at, end, scan)
      : scanPiece(source, at, end, scan);
    if (next === at) break;
    at = next;
  }
  scan.end = Math.min(at, end);
  return scan;
}

/** Characters that end a word go on with it in `<(…)` at its beginning and in `name=(…)`; elsewhere the offset stays where it is. */
function scanEnclosed(source: string, at: number, end: number, scan: Scan): number {
  const character = source[at];
  if (character === "(" && opensArray(source, scan.start, at)) {
    scan.dynamic = true;
    return skipParenthesis(source, at + 1, end);
  }
  const opensProcess = (character === "<" || character === ">") && source[at + 1] === "(" && at === scan.start;
  return opensProcess ? scanParenthesis(source, at + 2, end, scan) : at;
}

/** One escape, quote, expansion or run of plain characters; the offset behind it. */
function scanPiece(source: string, at: number, end: number, scan: Scan): number {
  const character = source[at] ?? "";
  switch (character) {
    case "\\":
      scan.quoted = true;
      if (source[at + 1] !== "\n") scan.text += source[at + 1] ?? "";
      return at + 2;
    case "'":
      return scanSingleQuote(source, at + 1, end, scan);
    case '"':
      return scanDoubleQuote(source, at + 1, end, scan);
    case "$":
      return scanDollar(source, at, end, scan);
    case "`":
      return scanBackquote(source, at + 1, end, scan);
  }
  if (character === "*" || character === "?" || character === "[") scan.glob = true;
  const stop = plainEnd(source, at + 1, end);
  scan.text += source.slice(at, stop);
  return stop;
}

/** The offset after the closing quote of a text that begins at `start`. */
function scanSingleQuote(source: string, start: number, end: number, scan: Scan): number {
  const close = source.indexOf("'", start);
  const isClosed = close !== -1 && close < end;
  scan.quoted = true;
  scan.text += source.slice(start, isClosed ? close : end);
  if (!isClosed) scan.problem = "a single quote is not closed";
  return isClosed ? close + 1 : end;
}

/** True where the word so far is `name=` or `name+=`, so that a parenthesis begins an array. */
function opensArray(source: string, start: number, at: number): boolean {
  if (source[at - 1] !== "=") return false;
  const nameEnd = source[at - 2] === "+" ? at - 2 : at - 1;
  for (let index = start; index < nameEnd; index++) if (!isNameCharacter(source.charCodeAt(index))) return false;
  return nameEnd > start;
}

function scanDoubleQuote(source: string, start: number, end: number, scan: Scan): number {
  scan.quoted = true;
  let at = start;
  while (at < end) {
    const character = source[at] ?? "";
    if (character === '"') return at + 1;
    if (character === "\\") {
      const next = source[at + 1] ?? "";
      if (next === "\n") scan.text += "";
      else if ('$`"\\'.includes(next)) scan.text += next;
      else scan.text += character + next;
      at += 2;
    } else if (character === "$") {
      at = scanDollar(source, at, end, scan);
    } else if (character === "`") {
      at = scanBackquote(source, at + 1, end, scan);
    } else {
      const stop = Math.max(plainEnd(source, at, end), at + 1);
      scan.text += source.slice(at, stop);
      at = stop;
    }
  }
  scan.problem = "a double quote is not closed";
  return end;
}

function scanDollar(source: string, at: number, end: number, scan: Scan): number {
  const next = source[at + 1] ?? "";
  const begin = scan.text.length;
  if (next === "'" || next === '"') {
    // `$'…'` and `$"…"` of bash: the quotes' own meaning is near enough for the rules.
    if (next === '"') return scanDoubleQuote(source, at + 2, end, scan);
    scan.quoted = true;
    let close = at + 2;
    while (close < end && source[close] !== "'") close += source[close] === "\\" ? 2 : 1;
    scan.text += source.slice(at + 2, Math.min(close, end));
    return Math.min(close + 1, end);
  }
  let stop: number;
  if (next === "(" && source[at + 2] === "(") {
    stop = skipArithmetic(source, at + 3, end);
  } else if (next === "(") {
    stop = scanParenthesis(source, at + 2, end, scan);
  } else if (next === "{") {
    stop = skipBraces(source, at + 2, end, scan);
  } else if (isNameCharacter(next.charCodeAt(0)) || (next !== "" && SPECIAL.includes(next))) {
    stop = at + 2;
    if (!SPECIAL.includes(next)) while (stop < end && isNameCharacter(source.charCodeAt(stop))) stop++;
    scan.variables.push(source.slice(at + 1, stop));
  } else {
    scan.text += "$";
    return at + 1;
  }
  scan.dynamic = true;
  scan.text = scan.text.slice(0, begin) + source.slice(at, stop);
  return stop;
}

function scanParenthesis(source: string, start: number, end: number, scan: Scan): number {
  const stop = skipParenthesis(source, start, end);
  const closed = source[stop - 1] === ")" && stop > start;
  if (!closed) scan.problem = "a parenthesis is not closed";
  scan.substitutions.push({ start, end: closed ? stop - 1 : stop });
  scan.dynamic = true;
  return stop;
}

function scanBackquote(source: string, start: number, end: number, scan: Scan): number {
  let at = start;
  while (at < end && source[at] !== "`") at += source[at] === "\\" ? 2 : 1;
  const stop = Math.min(at, end);
  if (stop >= end) scan.problem = "a backquote is not closed";
  scan.substitutions.push({ start, end: stop });
  scan.dynamic = true;
  scan.text += source.slice(start - 1, Math.min(stop + 1, end));
  return Math.min(stop + 1, end);
}

function skipArithmetic(source: string, start: number, end: number): number {
  let depth = 2;
  for (let at = start; at < end; at++) {
    if (source[at] === "(") depth++;
    else if (source[at] === ")" && --depth === 0) return at + 1;
  }
  return end;
}

/** The offset behind the `)` that closes what was opened before `start`; quotes, escapes and comments are seen. */
export function skipParenthesis(source: string, start: number, end: number): number {
  let depth = 1;
  for (let at = start; at < end;) {
    const character = source[at] ?? "";
    if (character === "\\") at += 2;
    else if (character === "'") {
      const close = source.indexOf("'", at + 1);
      at = close === -1 || close >= end ? end : close + 1;
    } else if (character === '"') at = skipDoubleQuote(source, at + 1, end);
    else if (character === "(") {
      depth++;
      at++;
    } else if (character === ")") {
      at++;
      if (--depth === 0) return at;
    } else at++;
  }
  return end;
}

function skipDoubleQuote(source: string, start: number, end: number): number {
  for (let at = start; at < end;) {
    const character = source[at] ?? "";
    if (character === '"') return at + 1;
    if (character === "\\") at += 2;
    else if (character === "$" && source[at + 1] === "(") at = skipParenthesis(source, at + 2, end);
    else at++;
  }
  return end;
}

function skipBraces(source: string, start: number, end: number, scan: Scan): number {
  let nameStart = start;
  if (source[nameStart] === "#" || source[nameStart] === "!") nameStart++;
  let nameEnd = nameStart;
  while (nameEnd < end && isNameCharacter(source.charCodeAt(nameEnd))) nameEnd++;
  if (nameEnd > nameStart) scan.variables.push(source.slice(nameStart, nameEnd));
  let depth = 1;
  for (let at = start; at < end;) {
    const character = source[at] ?? "";
    if (character === "\\") at += 2;
    else if (character === '"') at = skipDoubleQuote(source, at + 1, end);
    else if (character === "$" && source[at + 1] === "(") at = scanParenthesis(source, at + 2, end, scan);
    else if (character === "{") {
      depth += source[at - 1] === "$" ? 1 : 0;
      at++;
    } else if (character === "}") {
      at++;
      if (--depth === 0) return at;
    } else at++;
  }
  scan.problem = "a brace is not closed";
  return end;
}
