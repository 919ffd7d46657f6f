import type { DataNode, MapEntry, ParsedData } from "./data-node";

const MAX_DEPTH = 400;

class JsonFailure extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** JSON with offsets; comments and trailing commas are accepted, as in VS Code's own files (JSONC). */
export function parseJson(text: string): ParsedData {
  const reader = new Reader(text);
  try {
    const root = reader.value(0);
    reader.skip();
    const problems = reader.at < text.length ? [{ message: "Unexpected text after the value", offset: reader.at }] : [];
    return { root, problems };
  } catch (error) {
    if (!(error instanceof JsonFailure)) throw error;
    return { root: null, problems: [{ message: error.message, offset: error.offset }] };
  }
}

class Reader {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  skip(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code === 32 || code === 9 || code === 10 || code === 13 || code === 0xfeff) this.at++;
      else if (this.text.startsWith("//", this.at)) this.#skipTo("\n");
      else if (this.text.startsWith("/*", this.at)) this.#skipTo("*/");
      else return;
    }
  }

  value(depth: number): DataNode {
    this.skip();
    if (depth > MAX_DEPTH) throw new JsonFailure("Nested too deeply", this.at);
    const start = this.at;
    const char = this.text[start];
    if (char === "{") return this.#map(start, depth);
    if (char === "[") return this.#list(start, depth);
    if (char === '"') {
      const value = this.#string();
      return { kind: "scalar", value, raw: value, span: { start, end: this.at } };
    }
    while (this.at < this.text.length && /[\w.+-]/.test(this.text[this.at] ?? "")) this.at++;
    const word = this.text.slice(start, this.at);
    const span = { start, end: this.at };
    if (word === "true" || word === "false") return { kind: "scalar", value: word === "true", raw: word, span };
    if (word === "null") return { kind: "scalar", value: null, raw: word, span };
    if (word === "" || Number.isNaN(Number(word))) throw new JsonFailure("Expected a value", start);
    return { kind: "scalar", value: Number(word), raw: word, span };
  }

  #map(start: number, depth: number): DataNode {
    const entries: MapEntry[] = [];
    this.at++;
    for (;;) {
      this.skip();
      if (this.text[this.at] === "}") break;
      const keyStart = this.at;
      if (this.text[this.at] !== '"') throw new JsonFailure('Expected a key in quotes or "}"', this.at);
      const key = this.#string();
      const keySpan = { start: keyStart, end: this.at };
      this.skip();
      if (this.text[this.at] !== ":") throw new JsonFailure('Expected ":" after a key', this.at);
      this.at++;
      entries.push({ key, keySpan, value: this.value(depth + 1) });
      if (!this.#comma("}")) break;
    }
    this.at++;
    return { kind: "map", entries, span: { start, end: this.at } };
  }

  #list(start: number, depth: number): DataNode {
    const items: DataNode[] = [];
    this.at++;
    for (;;) {
      this.skip();
      if (this.text[this.at] === "]") break;
      items.push(this.value(depth + 1));
      if (!this.#comma("]")) break;
    }
    this.at++;
    return { kind: "list", items, span: { start, end: this.at } };
  }

  #comma(close: string): boolean {
    this.skip();
    if (this.text[this.at] === ",") {
      this.at++;
      return true;
    }
    if (this.text[this.at] !== close) throw new JsonFailure(`Expected "," or "${close}"`, this.at);
    return false;
  }

  #string(): string {
    const start = this.at;
    for (this.at++; this.at < this.text.length; this.at++) {
      if (this.text[this.at] === "\\") this.at++;
      else if (this.text[this.at] === '"') {
        this.at++;
        return unescape(this.text.slice(start, this.at), start);
      }
    }
    throw new JsonFailure("Expected a closing quote", start);
  }

  #skipTo(mark: string): void {
    const end = this.text.indexOf(mark, this.at);
    this.at = end < 0 ? this.text.length : end + mark.length;
  }
}

function unescape(quoted: string, offset: number): string {
  if (!quoted.includes("\\")) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted.replace(/[\n\r\t]/g, " ")) as string;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new JsonFailure("A string has an unknown escape", offset);
  }
}
