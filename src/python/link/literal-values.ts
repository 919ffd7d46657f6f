import type { Value } from "../facts";
import type { PythonFile, Resolution } from "../project";
import { joinPaths } from "./path-text";

export function open(value: Value, file: PythonFile, variables: readonly string[] = []): Resolution {
  return { value, isOpen: true, variables, path: file.path };
}

export function text(content: string, at: Value, path: string, variables: readonly string[] = []): Resolution {
  return { value: stringAt(content, at), isOpen: false, variables, path };
}

function stringAt(content: string, { offset, end }: Value): Value {
  return { kind: "string", value: content, offset, end, bytes: false };
}

/** What a literal prints as in an f-string, null for anything else. */
export function literalText(value: Value): string | null {
  switch (value.kind) {
    case "string":
      return value.value;
    case "number":
      return String(value.value);
    case "constant":
      return value.value === null ? "None" : value.value ? "True" : "False";
    default:
      return null;
  }
}

/** What an operator makes of two literals, as a value that stands at `at`; null where it is not told. */
export function combined(operator: string, left: Value, right: Value, at: Value): Value | null {
  const string = (content: string): Value => stringAt(content, at);
  if (left.kind === "number" && right.kind === "number") {
    const number = computed(operator, left.value, right.value);
    return number === null ? null : { ...left, value: number };
  }
  if (operator === "+" && left.kind === "sequence" && right.kind === "sequence")
    return { ...left, items: [...left.items, ...right.items] };
  if (left.kind !== "string") return null;
  if (operator === "%") {
    const literal = literalText(right);
    const parts = left.value.split("%s");
    return literal !== null && parts.length === 2 ? string(parts.join(literal)) : null;
  }
  if (right.kind !== "string") return null;
  if (operator === "/") return string(joinPaths([left.value, right.value]));
  if (operator === "+")
    return string(left.value + (isRootFolder(left) ? right.value.replace(/^\/+/, "") : right.value));
  return null;
}

/** `60 * 60 * 24` and other plain sums. */
function computed(operator: string, left: number, right: number): number | null {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "//":
      return right === 0 ? null : Math.floor(left / right);
    case "/":
      return right === 0 ? null : left / right;
    case "**":
      return Math.abs(right) <= 64 ? left ** right : null;
    default:
      return null;
  }
}

export function sameLiteral(left: Value, right: Value): boolean {
  if (left.kind === "string") return right.kind === "string" && left.value === right.value;
  if (left.kind === "number") return right.kind === "number" && left.value === right.value;
  return left.kind === "constant" && right.kind === "constant" && left.value === right.value;
}

/** Truth of a literal; null where it is not known. */
export function isTruthy(value: Value): boolean | null {
  switch (value.kind) {
    case "string":
      return value.value !== "";
    case "number":
      return value.value !== 0;
    case "constant":
      return value.value === true;
    case "sequence":
      return value.items.length > 0;
    case "dict":
      return value.entries.length > 0;
    default:
      return null;
  }
}

export function isRead(value: Value): boolean {
  return value.kind === "call";
}

export function union(left: readonly string[], right: readonly string[]): readonly string[] {
  if (right.length === 0) return left;
  return left.length === 0 ? right : [...new Set([...left, ...right])];
}

/**
 * An empty text that an expression makes, as `dirname(__file__)` does in the analysed folder: what is put behind it with a
 * `/` lies there, and not at the root of the disk. One that is written out as `""` is shorter than any such expression.
 */
export function isRootFolder(value: Value): boolean {
  return value.kind === "string" && value.value === "" && value.end - value.offset > `dirname("")`.length;
}
