import type { KeywordFact, Value } from "../facts";

type Template = Extract<Value, { kind: "template" }>;
type Text = Extract<Value, { kind: "string" }>;

/**
 * `"…" % values` as a template (printf-style formatting). Null where the number of values is not known from the text.
 */
export function percentTemplate(format: Text, values: Value, end: number): Template | null {
  const parts: (string | Value)[] = [];
  const items = values.kind === "sequence" && values.type === "tuple" ? values.items : [values];
  let item = 0;
  const text = format.value;
  let from = 0;
  for (let at = text.indexOf("%"); at >= 0; at = text.indexOf("%", from)) {
    parts.push(text.slice(from, at));
    at++;
    if (text[at] === "%") {
      parts.push("%");
      from = at + 1;
      continue;
    }
    let value: Value | undefined;
    if (text[at] === "(") {
      const close = text.indexOf(")", at);
      if (close < 0 || values.kind !== "dict") return null;
      const key = text.slice(at + 1, close);
      value = values.entries.find(candidate => candidate.key?.kind === "string" && candidate.key.value === key)?.value;
      at = close + 1;
    } else value = items[item++];
    while (at < text.length && "#0- +.123456789*lhL".includes(text[at] ?? "")) at++;
    if (value === undefined || at >= text.length) return null;
    parts.push(value);
    from = at + 1;
  }
  parts.push(text.slice(from));
  return { kind: "template", parts: withoutEmpty(parts), offset: format.offset, end };
}

/** `"…".format(…)` as a template; null where a field names no plain argument. */
export function formatTemplate(
  format: Text,
  positional: readonly Value[],
  keywords: readonly KeywordFact[],
  end: number,
): Template | null {
  const parts: (string | Value)[] = [];
  const text = format.value;
  let literal = "";
  let automatic = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? "";
    if ((char === "{" || char === "}") && text[at + 1] === char) {
      literal += char;
      at++;
    } else if (char === "{") {
      const close = text.indexOf("}", at);
      if (close < 0) return null;
      const name = (text.slice(at + 1, close).split(/[!:]/, 1)[0] ?? "").trim();
      const value = argument(name === "" ? String(automatic++) : name, positional, keywords, format.offset);
      if (value === null) return null;
      parts.push(literal, value);
      literal = "";
      at = close;
    } else literal += char;
  }
  parts.push(literal);
  return { kind: "template", parts: withoutEmpty(parts), offset: format.offset, end };
}

function argument(
  name: string,
  positional: readonly Value[],
  keywords: readonly KeywordFact[],
  offset: number,
): Value | null {
  const found = /^\d+$/.test(name)
    ? positional[Number(name)]
    : keywords.find(candidate => candidate.name === name)?.value;
  if (found) return found.kind === "operation" && found.operator === "*" && found.left === null ? null : found;
  // `{user.name}` and `{0[key]}` read from an argument: a value that is not known here.
  return /[.[]/.test(name) || keywords.some(candidate => candidate.name === null)
    ? { kind: "other", offset, end: offset }
    : null;
}

function withoutEmpty(parts: readonly (string | Value)[]): readonly (string | Value)[] {
  return parts.filter(part => part !== "");
}
