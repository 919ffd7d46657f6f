import { compare, explain, satisfies as pep440Satisfies, valid, validRange } from "@renovatebot/pep440";

/** One clause of a specifier: `>=`, `1.2`. */
export interface Clause {
  readonly operator: string;
  readonly version: string;
}

/** Orders two versions by PEP 440; versions that are none are ordered by code unit, before all real ones. */
export function compareVersions(left: string, right: string): number {
  const isLeft = isVersion(left);
  const isRight = isVersion(right);
  if (isLeft && isRight) return compare(left, right);
  if (isLeft !== isRight) return isLeft ? 1 : -1;
  return left < right ? -1 : left > right ? 1 : 0;
}

export function isVersion(text: string): boolean {
  return text.length < 200 && valid(text) !== null;
}

/** Numbers of a version's release part (`1.2.3rc1` is 1, 2, 3); null for what is no version. */
export function releaseOf(version: string): readonly number[] | null {
  return version.length < 200 ? (explain(version)?.release ?? null) : null;
}

/** `3.11` of `3.11.4`, `3` of `3`; null for what is no version. */
export function minorOf(version: string): string | null {
  const release = releaseOf(version);
  return release ? release.slice(0, 2).join(".") : null;
}

/**
 * Clauses of a specifier. What people write and packaging tools once accepted is read as it was meant: spaces for
 * commas (`>=3.6 <4`), a star after an ordering operator (`>=3.6.*`), a single `=`, a bare version (`3.11`, which means
 * any release of it).
 */
export function clausesOf(specifier: string): readonly Clause[] {
  const clauses: Clause[] = [];
  let at = 0;
  while (at < specifier.length) {
    const char = specifier[at] ?? "";
    if (char === "," || char === " " || char === "\t" || char === "\n" || char === "(" || char === ")") {
      at++;
      continue;
    }
    let end = at;
    while (end < specifier.length && "<>=!~^".includes(specifier[end] ?? "")) end++;
    const operator = specifier.slice(at, end);
    while (specifier[end] === " ") end++;
    const start = end;
    while (end < specifier.length && !", \t\n()<>=!~^".includes(specifier[end] ?? "")) end++;
    const version = specifier.slice(start, end);
    at = Math.max(end, at + 1);
    // A lone `.*` says nothing of any version.
    if (version !== "" && version !== ".*") clauses.push(clause(operator, version));
  }
  return clauses;
}

function clause(operator: string, version: string): Clause {
  const isPrefix = version.endsWith(".*");
  if (operator === "" || operator === "=") {
    const isWhole = version === "*" || isPrefix || operator === "=" || (releaseOf(version)?.length ?? 0) > 2;
    return { operator: "==", version: isWhole ? version : `${version}.*` };
  }
  if (isPrefix && operator !== "==" && operator !== "!=") return { operator, version: version.slice(0, -2) };
  return { operator, version };
}

/** A specifier in one spelling: clauses in their order, joined by commas, no spaces; `*` is "". */
export function normalizeSpecifier(specifier: string): string {
  return specifier
    .split("||")
    .map(part =>
      clausesOf(part)
        .filter(({ version }) => version !== "*")
        .map(({ operator, version }) => `${operator}${version}`)
        .join(","),
    )
    .join(" || ");
}

/**
 * Whether a version fits a specifier; alternatives may be joined by `||`. Pre-releases fit as any version does, since
 * the version is one that was chosen already. A specifier that cannot be read excludes nothing.
 */
export function satisfies(version: string, specifier: string): boolean {
  if (!isVersion(version)) return true;
  return specifier.split("||").some(part => {
    const text = normalizeSpecifier(part);
    return text === "" || !validRange(text) || pep440Satisfies(version, text, { prereleases: true });
  });
}

/** Answers of `minorAllowed`: a lock repeats a handful of ranges hundreds of times. */
const ALLOWED = new Map<string, boolean>();
const MAX_ALLOWED = 5000;

/** Whether any patch release of a Python minor (`3.11`) fits a `requires-python` specifier. */
export function minorAllowed(specifier: string, minor: string): boolean {
  const key = `${minor} ${specifier}`;
  const known = ALLOWED.get(key);
  if (known !== undefined) return known;
  const answer = patchesOf(specifier, minor).some(patch => satisfies(`${minor}.${String(patch)}`, specifier));
  if (ALLOWED.size >= MAX_ALLOWED) ALLOWED.clear();
  ALLOWED.set(key, answer);
  return answer;
}

/** Patch numbers worth trying: the first, a late one, and the neighbours of those the specifier names. */
function patchesOf(specifier: string, minor: string): readonly number[] {
  const patches = new Set([0, 99]);
  for (const part of specifier.split("||")) {
    for (const { version } of clausesOf(part)) {
      const release = releaseOf(version.replace(/\.\*$/, ""));
      if (!release || release.slice(0, 2).join(".") !== minor) continue;
      const patch = release[2] ?? 0;
      for (const near of [patch - 1, patch, patch + 1]) if (near >= 0) patches.add(near);
    }
  }
  return [...patches];
}

/** The highest version that a specifier demands at least (`>=1.2`, `~=1.2`, `==1.2.*`), or null where it sets none. */
export function lowerBound(specifier: string): string | null {
  if (specifier.includes("||")) {
    const bounds = specifier.split("||").map(lowerBound);
    if (bounds.includes(null)) return null;
    return (bounds as string[]).reduce((lowest, bound) => (compareVersions(bound, lowest) < 0 ? bound : lowest));
  }
  let bound: string | null = null;
  for (const { operator, version } of clausesOf(specifier)) {
    if (!["==", "===", ">=", ">", "~=", "^", "~"].includes(operator)) continue;
    const floor = version.replace(/\.\*$/, "");
    if (isVersion(floor) && (bound === null || compareVersions(floor, bound) > 0)) bound = floor;
  }
  return bound;
}

/** The one version that a specifier admits (`==1.2.3`, `===1.2.3`), else null. */
export function exactVersion(specifier: string): string | null {
  for (const { operator, version } of clausesOf(specifier)) {
    if ((operator === "==" || operator === "===") && !version.endsWith(".*") && isVersion(version)) return version;
  }
  return null;
}

/** The version that a specifier stays below (`<2`, `<=2`, `==1.2.*`, `~=1.2`), or null where it sets no upper end. */
export function upperBound(specifier: string): string | null {
  if (specifier.includes("||")) {
    const bounds = specifier.split("||").map(upperBound);
    if (bounds.includes(null)) return null;
    return (bounds as string[]).reduce((highest, bound) => (compareVersions(bound, highest) > 0 ? bound : highest));
  }
  let bound: string | null = null;
  for (const { operator, version } of clausesOf(specifier)) {
    const end = endOf(operator, version);
    if (end !== null && (bound === null || compareVersions(end, bound) < 0)) bound = end;
  }
  return bound;
}

function endOf(operator: string, version: string): string | null {
  const bare = version.replace(/\.\*$/, "");
  const release = releaseOf(bare);
  if (!release) return null;
  if (operator === "<" || operator === "<=" || operator === "===") return bare;
  if (operator === "==") return bare === version ? bare : next(release, release.length - 1);
  return operator === "~=" && release.length > 1 ? next(release, release.length - 2) : null;
}

function next(release: readonly number[], index: number): string {
  return release
    .slice(0, index + 1)
    .map((part, at) => (at === index ? part + 1 : part))
    .join(".");
}
