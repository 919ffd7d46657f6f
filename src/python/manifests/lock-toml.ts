/** A value of a lock file: plain, without offsets. */
export type TomlValue = string | number | boolean | readonly TomlValue[] | TomlTable;
export interface TomlTable {
  readonly [key: string]: TomlValue;
}

/** One `[[package]]` of a lock with its sub-tables, and the offset of its header. */
export interface TomlRecord {
  readonly table: TomlTable;
  readonly offset: number;
}

export interface LockToml {
  /** Everything outside the array of packages. */
  readonly top: TomlTable;
  readonly records: readonly TomlRecord[];
  readonly problems: readonly { readonly message: string; readonly offset: number }[];
}

const MAX_DEPTH = 60;

class LockFailure extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

type Open = Record<string, TomlValue>;

/**
 * Reads the TOML that lock tools write, some forty times faster than a syntax tree with a range for every value: locks
 * of a megabyte are common, and only the place of each package is wanted. `array` is the name of the array of tables
 * (`package`, `packages`). Everything before an error is kept.
 */
export function readLockToml(text: string, array: string): LockToml {
  const reader = new Reader(text);
  const top = emptyTable();
  const records: { table: Open; offset: number }[] = [];
  const problems: { message: string; offset: number }[] = [];
  let current: Open = top;
  try {
    for (reader.skipBlank(); reader.at < text.length; reader.skipBlank()) {
      const offset = reader.at;
      if (text[offset] !== "[") {
        const key = reader.key();
        reader.expect("=");
        put(current, key, reader.value(0));
        continue;
      }
      const isArray = text[offset + 1] === "[";
      reader.at += isArray ? 2 : 1;
      const path = reader.key();
      reader.expect(isArray ? "]]" : "]");
      if (isArray && path.length === 1 && path[0] === array) {
        current = emptyTable();
        records.push({ table: current, offset });
        continue;
      }
      const record = path[0] === array ? records.at(-1) : undefined;
      current = tableAt(record ? record.table : top, record ? path.slice(1) : path, isArray);
    }
  } catch (error) {
    if (!(error instanceof LockFailure)) throw error;
    problems.push({ message: error.message, offset: error.offset });
  }
  return { top, records, problems };
}

function emptyTable(): Open {
  return Object.create(null) as Open;
}

function tableAt(start: Open, path: readonly string[], isArray: boolean): Open {
  let table = start;
  path.forEach((key, index) => {
    const known = table[key];
    if (isArray && index === path.length - 1) {
      const created = emptyTable();
      if (Array.isArray(known)) (known as TomlValue[]).push(created);
      else table[key] = [created];
      table = created;
      return;
    }
    const last: unknown = Array.isArray(known) ? known.at(-1) : known;
    if (typeof last === "object" && last !== null && !Array.isArray(last)) table = last as Open;
    else {
      const created = emptyTable();
      table[key] = created;
      table = created;
    }
  });
  return table;
}

function put(table: Open, path: readonly string[], value: TomlValue): void {
  const target = path.length === 1 ? table : tableAt(table, path.slice(0, -1), false);
  target[path.at(-1) ?? ""] = value;
}

class Reader {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** White space, line ends and comments. */
  skipBlank(): void {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code === 32 || code === 10 || code === 13 || code === 9 || code === 0xfeff) this.at++;
      else if (code === 35) {
        const end = text.indexOf("\n", this.at);
        this.at = end < 0 ? text.length : end;
      } else return;
    }
  }

  skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 32 && code !== 9) return;
      this.at++;
    }
  }

  expect(mark: string): void {
    this.skipSpace();
    if (!this.text.startsWith(mark, this.at)) throw new LockFailure(`Expected "${mark}"`, this.at);
    this.at += mark.length;
  }

  key(): readonly string[] {
    const path: string[] = [];
    for (;;) {
      this.skipSpace();
      const char = this.text[this.at];
      if (char === '"' || char === "'") path.push(this.#string());
      else {
        const start = this.at;
        while (isBareKey(this.text.charCodeAt(this.at))) this.at++;
        if (this.at === start) throw new LockFailure("Expected a key", start);
        path.push(this.text.slice(start, this.at));
      }
      this.skipSpace();
      if (this.text[this.at] !== ".") return path;
      this.at++;
    }
  }

  value(depth: number): TomlValue {
    this.skipSpace();
    if (depth > MAX_DEPTH) throw new LockFailure("Nested too deeply", this.at);
    const char = this.text[this.at];
    if (char === '"' || char === "'") return this.#string();
    if (char === "[") return this.#array(depth);
    if (char === "{") return this.#inlineTable(depth);
    const start = this.at;
    while (this.at < this.text.length && !",]}\n\r#".includes(this.text[this.at] ?? "")) this.at++;
    const word = this.text.slice(start, this.at).trim();
    if (word === "") throw new LockFailure("Expected a value", start);
    if (word === "true" || word === "false") return word === "true";
    const number = Number(word.replaceAll("_", ""));
    return Number.isNaN(number) ? word : number;
  }

  #array(depth: number): TomlValue {
    const items: TomlValue[] = [];
    this.at++;
    for (;;) {
      this.skipBlank();
      if (this.text[this.at] === "]") break;
      items.push(this.value(depth + 1));
      this.skipBlank();
      if (this.text[this.at] === ",") this.at++;
      else if (this.text[this.at] !== "]") throw new LockFailure('Expected "," or "]"', this.at);
    }
    this.at++;
    return items;
  }

  #inlineTable(depth: number): TomlValue {
    const table = emptyTable();
    this.at++;
    for (;;) {
      this.skipBlank();
      if (this.text[this.at] === "}") break;
      const key = this.key();
      this.expect("=");
      put(table, key, this.value(depth + 1));
      this.skipBlank();
      if (this.text[this.at] === ",") this.at++;
      else if (this.text[this.at] !== "}") throw new LockFailure('Expected "," or "}"', this.at);
    }
    this.at++;
    return table;
  }

  #string(): string {
    const { text } = this;
    const start = this.at;
    const quote = text[start] ?? "";
    const triple = quote.repeat(3);
    const isLong = text.startsWith(triple, start);
    const mark = isLong ? triple : quote;
    let at = start + mark.length;
    for (;;) {
      const end = text.indexOf(mark, at);
      if (end < 0) throw new LockFailure("Expected a closing quote", start);
      if (quote === '"' && isEscaped(text, end)) {
        at = end + 1;
        continue;
      }
      const body = text.slice(start + mark.length, end);
      if (!isLong && body.includes("\n")) throw new LockFailure("Expected a closing quote", start);
      this.at = end + mark.length;
      return quote === '"' && body.includes("\\") ? unescape(body) : body;
    }
  }
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text[at - 1 - slashes] === "\\") slashes++;
  return slashes % 2 === 1;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", '"': '"', "\\": "\\" };

function unescape(body: string): string {
  let out = "";
  for (let at = 0; at < body.length; at++) {
    const char = body[at] ?? "";
    if (char !== "\\") {
      out += char;
      continue;
    }
    const next = body[++at] ?? "";
    const length = next === "u" ? 4 : next === "U" ? 8 : 0;
    const code = length > 0 ? Number.parseInt(body.slice(at + 1, at + 1 + length), 16) : Number.NaN;
    if (length > 0 && code <= 0x10ffff) {
      out += String.fromCodePoint(code);
      at += length;
    } else out += ESCAPES[next] ?? next;
  }
  return out;
}

function isBareKey(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 45 ||
    code === 95
  );
}

/** The string under a key, or undefined. */
export function textOf(table: TomlTable | undefined, key: string): string | undefined {
  const value = table?.[key];
  return typeof value === "string" ? value : undefined;
}

export function tableOf(value: TomlValue | undefined): TomlTable | undefined {
  return typeof value === "object" && !Array.isArray(value) ? (value as TomlTable) : undefined;
}

export function listOf(value: TomlValue | undefined): readonly TomlValue[] {
  return Array.isArray(value) ? (value as readonly TomlValue[]) : [];
}

export function tablesOf(value: TomlValue | undefined): readonly TomlTable[] {
  return listOf(value)
    .map(tableOf)
    .filter(table => table !== undefined);
}

export function textsOf(value: TomlValue | undefined): readonly string[] {
  return listOf(value).filter((item): item is string => typeof item === "string");
}
