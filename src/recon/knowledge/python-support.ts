import { normalizeName } from "../../python/packaging/names";
import { compareVersions, exactVersion, lowerBound, releaseOf } from "../../python/packaging/versions";
import pure from "./pure-wheels.json";
import support from "./python-support.json";
import stdlib from "./python-stdlib.json";

export interface Support {
  readonly verdict: "ok" | "no" | "unknown";
  readonly why: string;
}

interface SupportRow {
  readonly first: string | null;
  readonly below: string;
  readonly kind: string;
  readonly note?: string;
}

const ROWS = new Map<string, SupportRow>(Object.entries(support.distributions as Record<string, SupportRow>));
type Bounds<Python> = ReadonlyMap<string, Readonly<Record<string, Python>>>;
const FLOORS: Bounds<string> = new Map(
  Object.entries(support.floors as unknown as Record<string, Record<string, string>>),
);
/** By the version before which it holds; null where the releases before it have no end that is known. */
const CEILINGS: Bounds<string | null> = new Map(
  Object.entries(support.ceilings as unknown as Record<string, Record<string, string | null>>),
);

/** What is known of one version of a distribution on CPython 3.11; null where the table has no row for it. */
export function supports311(distribution: string, version: string): Support | null {
  const name = normalizeName(distribution);
  const row = ROWS.get(name);
  const floor = floorOfVersion(name, version);
  if (floor !== null && compareVersions(floor, "3.11") > 0) {
    return { verdict: "no", why: `${name} ${version} needs Python ${floor}` };
  }
  const ceiling = ceilingOf(name, version);
  if (ceiling !== null && compareVersions(ceiling, "3.11") < 0) {
    return { verdict: "no", why: `${name} ${version} fails on Python later than ${ceiling}` };
  }
  if (!row) return null;
  const note = row.note === undefined ? "" : ` (${row.note})`;
  if (row.first === null) {
    return row.below === "no"
      ? { verdict: "no", why: `No version of ${name} works on Python 3.11${note}` }
      : { verdict: "unknown", why: `${name} is not needed on Python 3.11: the standard library has it${note}` };
  }
  if (compareVersions(version, row.first) >= 0) {
    return { verdict: "ok", why: `${name} supports Python 3.11 from ${row.first} on` };
  }
  return {
    verdict: row.below === "no" ? "no" : "unknown",
    why: `${name} supports Python 3.11 from ${row.first} on; ${version} is older${note}`,
  };
}

const PURE = new Map<string, string>(Object.entries(pure.seen));

/**
 * Whether a version of a distribution lies among those that were seen as a wheel for every Python 3 in locks for 3.11; a
 * later major version may have dropped 3.11, an earlier one may be too old for it.
 */
export function hasPureWheel(distribution: string, version: string): boolean {
  const [first = "", last = first] = PURE.get(normalizeName(distribution))?.split(" ") ?? [];
  if (first === "" || compareVersions(version, first) < 0) return false;
  return (releaseOf(version)?.[0] ?? 0) <= (releaseOf(last)?.[0] ?? 0);
}

/** Whether no version at all works on 3.11, so that even an unpinned dependency fails. */
export function neverWorks(distribution: string): Support | null {
  const row = ROWS.get(normalizeName(distribution));
  return row?.first === null ? supports311(distribution, "0") : null;
}

/** The first version of a distribution that supports 3.11, where the table knows it. */
export function firstFor311(distribution: string): string | null {
  return ROWS.get(normalizeName(distribution))?.first ?? null;
}

/** The Python minor that every version admitted by a specifier needs at least (`django>=6` needs 3.12), or null. */
export function floorOf(distribution: string, specifier: string): string | null {
  const bound = exactVersion(specifier) ?? lowerBound(specifier);
  return bound === null ? null : floorOfVersion(normalizeName(distribution), bound);
}

function floorOfVersion(name: string, version: string): string | null {
  let floor: string | null = null;
  for (const [from, python] of Object.entries(FLOORS.get(name) ?? {})) {
    if (compareVersions(version, from) >= 0 && (floor === null || compareVersions(python, floor) > 0)) floor = python;
  }
  return floor;
}

/** The last Python minor that a version of a distribution installs and runs on (Django 1.10 ends with 3.6), or null. */
export function ceilingOf(distribution: string, version: string): string | null {
  return nextCeiling(distribution, before => compareVersions(version, before) < 0);
}

/** The same for every version below one (`~=1.8.2` of pydantic stays below 1.9, and so ends with 3.10), or null. */
export function ceilingBelow(distribution: string, end: string): string | null {
  return nextCeiling(distribution, before => compareVersions(end, before) <= 0);
}

function nextCeiling(distribution: string, holds: (before: string) => boolean): string | null {
  const bounds = Object.entries(CEILINGS.get(normalizeName(distribution)) ?? {});
  const [next] = bounds.filter(([before]) => holds(before)).sort(([left], [right]) => compareVersions(left, right));
  return next?.[1] ?? null;
}

export interface Removal {
  /** Version that no longer has it: `3.12`. */
  readonly removed: string;
  readonly instead: string;
  /** Distribution that brings the module back. */
  readonly backport?: string;
}

/** Standard modules that a version removed. */
export const removedModules: ReadonlyMap<string, Removal> = new Map(
  Object.entries(stdlib.removedModules as Record<string, Removal>),
);

/** Names of standard modules that a version removed, fully qualified: `collections.Mapping`. */
export const removedNames: ReadonlyMap<string, Removal> = new Map(
  Object.entries(stdlib.removedNames as Record<string, Removal>),
);

/** Modules that exist in Python 2 only. */
export const python2Modules: ReadonlySet<string> = new Set(stdlib.python2Modules);

/** Modules and names with the first version that has them, from 3.11 on: `typing.override` is 3.12. */
export const addedNames: ReadonlyMap<string, string> = new Map(Object.entries(stdlib.added));
