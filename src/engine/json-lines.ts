import { StringDecoder } from "node:string_decoder";

/** Splits a stream of bytes at newlines; a carriage return before one is dropped; the rest without a newline comes last. */
export async function* textLines(stream: AsyncIterable<unknown>): AsyncGenerator<string> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of stream) {
    rest += typeof chunk === "string" ? chunk : decoder.write(chunk as Buffer);
    let from = 0;
    for (let at = rest.indexOf("\n", from); at >= 0; at = rest.indexOf("\n", from)) {
      const line = rest.slice(from, at);
      yield line.endsWith("\r") ? line.slice(0, -1) : line;
      from = at + 1;
    }
    rest = rest.slice(from);
  }
  rest += decoder.end();
  if (rest !== "") yield rest;
}

/** The objects of a stream of JSON lines, as the engine sends for builds, events and stats; other lines are left out. */
export async function* jsonLines(stream: AsyncIterable<unknown>): AsyncGenerator<Readonly<Record<string, unknown>>> {
  for await (const line of textLines(stream)) {
    const value = line.trim() === "" ? null : parseJson(line);
    if (isRecord(value)) yield value;
  }
}

/** The value of a JSON text, or undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The field as text, or "" where it is absent or of another type. */
export function textField(value: unknown, name: string): string {
  if (!isRecord(value)) return "";
  const field = value[name];
  return typeof field === "string" ? field : "";
}

/** The field as a number, or 0 where it is absent or of another type. */
export function numberField(value: unknown, name: string): number {
  if (!isRecord(value)) return 0;
  const field = value[name];
  return typeof field === "number" && Number.isFinite(field) ? field : 0;
}

/** The field as a map of texts; entries of other types are left out. */
export function textMap(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
