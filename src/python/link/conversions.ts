import type { Resolution } from "../project";
import { text } from "./literal-values";
import { normalisePath } from "./path-text";

/** Calls that give their only argument again, in another type. */
export const CONVERSIONS = new Set([
  "str",
  "int",
  "float",
  "pathlib.Path",
  "pathlib.PurePath",
  "pathlib.PosixPath",
  "os.fspath",
  "os.path.abspath",
  "os.path.realpath",
  "os.path.normpath",
  "os.path.expanduser",
  "os.path.expandvars",
  "list",
  "tuple",
  "urllib.parse.quote",
  "urllib.parse.quote_plus",
]);

/** What a conversion makes of its argument's value; open where that cannot be told. */
export function converted(name: string, resolved: Resolution): Resolution {
  if (resolved.isOpen) return resolved;
  const { value: given } = resolved;
  if ((name === "int" || name === "float") && given.kind === "string") {
    const number = Number(given.value.trim());
    if (given.value.trim() === "" || Number.isNaN(number)) return { ...resolved, isOpen: true };
    return { ...resolved, value: { kind: "number", value: number, offset: given.offset, end: given.end } };
  }
  if (name === "str" && given.kind === "number")
    return { ...resolved, value: text(given.digits ?? String(given.value), given, resolved.path).value };
  if (given.kind === "string" && (name.startsWith("os.path.") || name.startsWith("pathlib."))) {
    return { ...resolved, value: { ...given, value: normalisePath(given.value) } };
  }
  // What has nothing to quote stays as it is.
  const isQuoted = name.startsWith("urllib.") && !(given.kind === "string" && /^[\w.~-]*$/.test(given.value));
  return isQuoted ? { ...resolved, isOpen: true } : resolved;
}
