import { joinPaths } from "./path-text";

/** Texts of the arguments, null for each that is not known. */
type Texts = readonly (string | null)[];

const itself = (value: string): string => value;

type Method = (value: string, given: Texts) => string | null;

/** Methods of a text, or of a path, whose result is told; each gives null where its arguments do not decide it. */
export const STRING_METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ["resolve", itself],
  ["absolute", itself],
  ["as_posix", itself],
  // What `env.url` gives, as a text again (`urllib.parse.ParseResult`).
  ["geturl", itself],
  ["expanduser", itself],
  ["encode", itself],
  ["decode", itself],
  ["lower", value => value.toLowerCase()],
  ["upper", value => value.toUpperCase()],
  ["strip", (value, given) => (given.length === 0 ? value.trim() : null)],
  ["rstrip", stripEnd],
  ["replace", (value, [from, to]) => (from && typeof to === "string" ? value.replaceAll(from, to) : null)],
  ["joinpath", (value, given) => (isKnown(given) ? joinPaths([value, ...given]) : null)],
  // Its fields are rarely all known; who wrote the text is.
  ["format", () => null],
]);

function stripEnd(value: string, given: Texts): string | null {
  if (given.length === 0) return value.trimEnd();
  return given[0] === "/" ? value.replace(/\/+$/, "") : null;
}

function isKnown(given: Texts): given is readonly string[] {
  return given.every(item => item !== null);
}
