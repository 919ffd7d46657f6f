import type { Place } from "../model/place";

/** `pyproject.toml:6`, as reasons name it. */
export function cite(place: Place): string {
  return place.line > 0 ? `${place.path}:${place.line}` : place.path;
}

/** ` (a.py:3)` for the end of a sentence, empty where nothing is known. */
export function citeAll(places: readonly Place[], limit = 2): string {
  const names = [...new Set(places.map(cite))];
  if (names.length === 0) return "";
  const rest = names.length - limit;
  return ` (${names.slice(0, limit).join(", ")}${rest > 0 ? ` and ${rest} more` : ""})`;
}

/** The values as English prose: `a`, `a and b`, `a, b and c`. */
export function inWords(values: readonly string[]): string {
  if (values.length <= 1) return values.join("");
  return `${values.slice(0, -1).join(", ")} and ${values.at(-1)}`;
}
