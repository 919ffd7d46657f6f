import { clausesOf, releaseOf } from "./versions";

/**
 * A Poetry constraint as a PEP 440 specifier: `^1.2` is `>=1.2,<2.0`, `~1.2` is `>=1.2,<1.3`, `1.2` is `==1.2`, `*` is "".
 * Alternatives stay joined by `||`. What cannot be read is given back as it is.
 * Source: https://python-poetry.org/docs/dependency-specification/#version-constraints
 */
export function poetryToPep440(constraint: string): string {
  const alternatives = constraint.replaceAll("||", "|").split("|");
  return alternatives.map(alternative => convertAlternative(alternative.trim())).join(" || ");
}

function convertAlternative(text: string): string {
  if (text === "" || text === "*") return "";
  const out: string[] = [];
  for (const part of splitClauses(text)) {
    if (part === "*") continue;
    const version = part.replace(/^[<>=!~^]+\s*/, "");
    if (part.startsWith("^")) out.push(...caret(version));
    else if (part.startsWith("~") && !part.startsWith("~=")) out.push(...tilde(version));
    else if (/^[0-9]/.test(part)) out.push(`==${part}`);
    else out.push(...clausesOf(part).map(clause => `${clause.operator}${clause.version}`));
  }
  return out.join(",");
}

/** Splits at commas and at spaces that do not follow an operator. */
function splitClauses(text: string): readonly string[] {
  const parts: string[] = [];
  for (const piece of text.split(/[,\s]/)) {
    if (piece === "") continue;
    const last = parts.at(-1);
    if (last !== undefined && /^[<>=!~^]+$/.test(last)) parts[parts.length - 1] = last + piece;
    else parts.push(piece);
  }
  return parts;
}

function caret(version: string): readonly string[] {
  const release = releaseOf(version.replace(/\.\*$/, ""));
  if (!release) return [];
  const first = release.findIndex(part => part !== 0);
  const index = first < 0 ? release.length - 1 : first;
  return [`>=${version.replace(/\.\*$/, "")}`, `<${bumped(release, index)}`];
}

function tilde(version: string): readonly string[] {
  const release = releaseOf(version.replace(/\.\*$/, ""));
  if (!release) return [];
  return [`>=${version.replace(/\.\*$/, "")}`, `<${bumped(release, Math.min(1, release.length - 1))}`];
}

function bumped(release: readonly number[], index: number): string {
  return release.map((part, at) => (at < index ? part : at === index ? part + 1 : 0)).join(".");
}

/**
 * The marker that a Poetry or Pipenv entry with `python = "^3.8"` means. Null where it restricts nothing.
 */
export function pythonMarker(constraint: string): string | null {
  const alternatives = poetryToPep440(constraint)
    .split("||")
    .map(alternative =>
      clausesOf(alternative)
        .map(({ operator, version }) => {
          const name =
            (releaseOf(version.replace(/\.\*$/, ""))?.length ?? 0) > 2 ? "python_full_version" : "python_version";
          return `${name} ${operator} "${version}"`;
        })
        .join(" and "),
    )
    .filter(text => text !== "");
  if (alternatives.length === 0) return null;
  return alternatives.length === 1
    ? (alternatives[0] ?? null)
    : alternatives.map(text => (text.includes(" and ") ? `(${text})` : text)).join(" or ");
}

/** Joins markers by `and`, with parentheses where one of them holds an `or`. */
export function joinMarkers(...markers: readonly (string | null | undefined)[]): string | null {
  const present = markers.filter(
    (marker): marker is string => marker !== null && marker !== undefined && marker !== "",
  );
  if (present.length < 2) return present[0] ?? null;
  return present.map(marker => (/\bor\b/.test(marker) ? `(${marker})` : marker)).join(" and ");
}
