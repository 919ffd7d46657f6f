import type { LineReason } from "../../model/plan";

/** Collects lines and remembers which decision made them. */
export class LineWriter {
  readonly #lines: string[] = [];
  readonly #keys: (string | null)[] = [];

  /** Adds lines (a text may hold several) that exist because of decision `key`. */
  add(text: string | readonly string[], key: string | null = null): this {
    for (const line of (typeof text === "string" ? [text] : text).flatMap(part => part.split("\n"))) {
      this.#lines.push(line.trimEnd());
      this.#keys.push(key);
    }
    return this;
  }

  /** An empty line, unless there is one already or nothing before it. */
  gap(): this {
    if (this.#lines.length > 0 && this.#lines.at(-1) !== "") this.add("");
    return this;
  }

  get text(): string {
    return `${this.#lines.join("\n").replace(/\n+$/, "")}\n`;
  }

  reasons(path: string, unit: string | null): readonly LineReason[] {
    const found: LineReason[] = [];
    let start = 0;
    for (let at = 1; at <= this.#keys.length; at++) {
      const key = this.#keys[start];
      if (at < this.#keys.length && this.#keys[at] === key) continue;
      if (key !== null && key !== undefined) found.push({ path, start: start + 1, end: at, key, unit });
      start = at;
    }
    return found;
  }
}
