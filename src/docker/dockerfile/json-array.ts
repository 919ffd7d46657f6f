import { isSpace } from "../spaces";
import { sourceSpan } from "./logical-text";
import type { LogicalText } from "./logical-text";
import { findVariables } from "./variables";
import type { EscapeCharacter, JsonArray, Word } from "./types";

export type JsonForm =
  | { readonly kind: "array"; readonly array: JsonArray }
  /** A JSON array that holds something other than strings: BuildKit refuses it. */
  | { readonly kind: "nested" }
  /** Anything else: the shell form. */
  | { readonly kind: "shell" };

/** Reads the exec form: valid JSON, an array of strings only. */
export function readJsonArray(logical: LogicalText, escape: EscapeCharacter): JsonForm {
  const { text } = logical;
  let start = 0;
  while (start < text.length && isSpace(text.charCodeAt(start))) start++;
  if (text[start] !== "[") return { kind: "shell" };
  const parsed = parseJson(text.slice(start));
  if (!Array.isArray(parsed)) return { kind: "shell" };
  if (parsed.some(item => typeof item !== "string")) return { kind: "nested" };
  const items: Word[] = [];
  let at = start + 1;
  for (const value of parsed as readonly string[]) {
    const open = text.indexOf('"', at);
    const close = closingQuote(text, open);
    items.push({
      raw: text.slice(open, close + 1),
      value,
      span: sourceSpan(logical, open, close + 1),
      quoted: true,
      variables: findVariables(logical, open + 1, close, escape),
    });
    at = close + 1;
  }
  return { kind: "array", array: { items, span: sourceSpan(logical, start, text.length) } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON is no mistake: BuildKit then takes the text as the shell form.
    return null;
  }
}

function closingQuote(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at;
  }
  return text.length - 1;
}
