import { citeAll } from "../cite";
import type { Subject } from "./subject";

/** `gettext` reads compiled catalogs only, which most projects keep out of Git (Python's documentation of gettext). */
export function decideCatalogs({ layout, decider }: Subject): boolean {
  const known = new Set(layout.files);
  const bare = layout.files.filter(
    path =>
      /(?:^|\/)LC_MESSAGES\/[^/]+\.po$/.test(path) &&
      !/(?:^|\/)(?:docs?|tests?|examples?)\//.test(path) &&
      !known.has(path.replace(/po$/, "mo")),
  );
  const places = bare.map(path => ({ path, line: 0, column: 0, text: "", confidence: "high" as const }));
  return decider.flag({
    key: "translations.compile",
    value: bare.length > 0,
    reason:
      bare.length > 0
        ? `Translations lie here as text only${citeAll(places, 1)}, and the program reads compiled ones.`
        : "No translations need compiling.",
    places,
  });
}
