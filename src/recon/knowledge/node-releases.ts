/**
 * Releases of Node with long-term support, by their major version, and the month in which that ends.
 * Source: https://github.com/nodejs/Release (schedule.json).
 */
export const NODE_RELEASES: Readonly<Record<string, string>> = {
  "12": "2022-04",
  "14": "2023-04",
  "16": "2023-09",
  "18": "2025-04",
  "20": "2026-04",
  "22": "2027-04",
  "24": "2028-04",
  "26": "2029-04",
};

/** What is used where nothing asks for a version: a release that packages have had a year of long-term support to follow. */
export const USUAL_NODE = "24";

/** Majors that an answer may be picked from, the usual one first, then newer and older ones. */
const PREFERRED: readonly string[] = [USUAL_NODE, "22", "26", "20", "18", "16", "14", "12"];

/** The best major version that a semver range admits, or null where none with long-term support does. */
export function nodeFor(range: string): string | null {
  const admitted = PREFERRED.find(major => admits(range, Number(major)));
  if (admitted !== undefined) return admitted;
  const named = /\d+/.exec(range)?.[0];
  return named !== undefined && admits(range, Number(named)) ? named : null;
}

/** Whether some version of that major lies in the range, as npm's semver reads it. */
function admits(range: string, major: number): boolean {
  return range.split("||").some(alternative => {
    const text = alternative.trim().replace(/(\S+)\s+-\s+(\S+)/, ">=$1 <=$2");
    const comparators = text.match(/[<>=^~]*\s*v?[\dxX*][\w.*-]*/g) ?? [];
    return comparators.length > 0 ? comparators.every(one => meets(one, major)) : text === "";
  });
}

function meets(comparator: string, major: number): boolean {
  const [, operator = "", version = ""] = /^([<>=^~]*)\s*v?(.*)$/.exec(comparator) ?? [];
  const parts = version.split(".");
  const first = Number(parts[0]);
  if (!Number.isInteger(first)) return true;
  const hasLater = parts.slice(1).some(part => Number(part) > 0);
  if (operator === ">=") return major >= first;
  if (operator === ">") return parts.length > 1 ? major >= first : major > first;
  if (operator === "<=") return major <= first;
  if (operator === "<") return major < first || (major === first && hasLater);
  return major === first;
}
