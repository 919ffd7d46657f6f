import type { CallFact, Value } from "./facts";

/** All calls inside a value, the outermost first. */
export function callsIn(value: Value | null | undefined): readonly (CallFact & { readonly kind: "call" })[] {
  const found: (CallFact & { readonly kind: "call" })[] = [];
  walk(value, inner => {
    if (inner.kind === "call") found.push(inner);
  });
  return found;
}

/** All dotted names inside a value. */
export function namesIn(value: Value | null | undefined): readonly string[] {
  const found: string[] = [];
  walk(value, inner => {
    if (inner.kind === "name") found.push(inner.path);
  });
  return found;
}

/** Calls `visit` for a value and everything in it. */
export function walk(value: Value | null | undefined, visit: (value: Value) => void): void {
  if (!value) return;
  visit(value);
  switch (value.kind) {
    case "call":
      walk(value.base, visit);
      for (const argument of value.arguments) walk(argument, visit);
      for (const keyword of value.keywords) walk(keyword.value, visit);
      break;
    case "template":
      for (const part of value.parts) if (typeof part !== "string") walk(part, visit);
      break;
    case "subscript":
      walk(value.base, visit);
      walk(value.key, visit);
      break;
    case "attribute":
      walk(value.base, visit);
      break;
    case "sequence":
      for (const item of value.items) walk(item, visit);
      break;
    case "dict":
      for (const { key, value: inner } of value.entries) {
        walk(key, visit);
        walk(inner, visit);
      }
      break;
    case "operation":
      walk(value.left, visit);
      walk(value.right, visit);
      break;
    case "choice":
      walk(value.test, visit);
      walk(value.then, visit);
      walk(value.otherwise, visit);
      break;
    default:
  }
}

export function keywordOf(call: CallFact, name: string): Value | undefined {
  return call.keywords.find(keyword => keyword.name === name)?.value;
}

/**
 * The integer that a value is: a number, a digit string, `int("8000")` or the default of `int(os.environ.get("PORT", 8000))`;
 * not the index of `address[1]`.
 */
export function integerIn(value: Value | null | undefined): number | null {
  let found: number | null = null;
  const indices = new Set<Value>();
  walk(value, inner => {
    if (inner.kind === "subscript") indices.add(inner.key);
    if (found !== null || indices.has(inner)) return;
    if (inner.kind === "number" && Number.isInteger(inner.value)) found = inner.value;
    else if (inner.kind === "string" && /^\d{2,5}$/.test(inner.value)) found = Number(inner.value);
  });
  return found;
}
