import type { Value } from "../facts";
import type { PythonFile, Resolution } from "../project";

export function open(value: Value, file: PythonFile, variables: readonly string[] = []): Resolution {
  return { value, isOpen: true, variables, path: file.path };
}

export function text(content: string, at: Value, path: string): Resolution {
  const value: Value = { kind: "string", value: content, offset: at.offset, end: at.end, bytes: false };
  return { value, isOpen: false, variables: [], path };
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

/** `60 * 60 * 24` and other plain sums. */
export function computed(operator: string, left: number, right: number): number | null {
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

/** Methods of a text, or of a path, whose result is told. */
export const STRING_METHODS = new Set([
  "lower",
  "upper",
  "strip",
  "rstrip",
  "replace",
  "joinpath",
  "resolve",
  "absolute",
  "as_posix",
  // What `env.url` gives, as a text again (`urllib.parse.ParseResult`).
  "geturl",
  "format",
  "encode",
  "decode",
  "expanduser",
]);
