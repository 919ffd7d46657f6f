import type { Place } from "../../model/place";
import type { Dependency, Recon } from "../../model/recon";
import { clausesOf, compareVersions, satisfies } from "../../python/packaging/versions";
import { cite } from "../cite";
import type { DroppedNames } from "../knowledge/dropped-names";
import { HELD_RELEASES, type HeldRelease } from "../knowledge/held-releases";
import type { OldUse } from "../layout/dropped-names";
import { isSideGroup } from "./subject";

/** A distribution that is kept below a release, as a requirement, and why. */
export interface Held {
  readonly requirement: string;
  readonly why: string;
  readonly place: Place;
  /** Only development and tests ask for it. */
  readonly isDev: boolean;
}

type Entry = Pick<Dependency, "name" | "specifier" | "extras" | "group" | "locked" | "place" | "applies">;

/** A distribution that only the imports tell of. */
interface Imported {
  readonly name: string;
  readonly place: Place;
}

function asEntry({ name, place }: Imported): Entry {
  return { name, place, specifier: "", extras: [], group: "main", locked: null };
}

/**
 * What an install of today brings and the project cannot run with: old pins leave open what they need, and so does code of
 * a time when there was no other release. Of several reasons for one distribution the lowest release holds.
 */
export function heldReleases(
  recon: Recon,
  python: string,
  imported: readonly Imported[] = [],
  oldUses: readonly OldUse[] = [],
): readonly Held[] {
  // With a lock nothing is open.
  if (recon.packageManager.lock !== null) return [];
  const declared: readonly Entry[] = [...recon.dependencies, ...imported.map(asEntry)];
  // Where the older release cannot be installed, a bound would only end the build.
  const runnable = oldUses.filter(
    ({ dropped: { until } }) => until === undefined || compareVersions(python, until) <= 0,
  );
  const used = runnable.flatMap(({ dropped, place }) => {
    const held = heldByUse(dropped, place, declared);
    return held === null ? [] : [{ row: dropped, held }];
  });
  // What the code holds below a release holds others in turn, as a pin does.
  const dependencies = used.reduce((entries, { row, held }) => withBound(entries, row, held.place), declared);
  const found = [
    ...used,
    ...HELD_RELEASES.flatMap(row => {
      const held = heldBy(row, dependencies);
      return held === null ? [] : [{ row, held }];
    }),
  ];
  const lowest = new Map<string, (typeof found)[number]>();
  for (const entry of found) {
    const known = lowest.get(entry.row.hold);
    if (!known || compareVersions(entry.row.before, known.row.before) < 0) lowest.set(entry.row.hold, entry);
  }
  return found.filter(entry => lowest.get(entry.row.hold) === entry).map(({ held }) => held);
}

/** What the code's own use of a dropped name holds, where the project leaves it open. */
function heldByUse(row: DroppedNames, place: Place, dependencies: readonly Entry[]): Held | null {
  const named = (name: string): readonly Entry[] => dependencies.filter(entry => entry.name === name);
  if ((row.unless ?? []).some(name => named(name).length > 0)) return null;
  const targets = named(row.hold);
  const bringers = (row.with ?? []).flatMap(named);
  if (targets.length + bringers.length === 0 || targets.some(target => !isOpen(target, row.before))) return null;
  const isTooNew = ([name, version]: readonly [string, string]): boolean =>
    named(name).some(entry => {
      const exact = exactOf(entry);
      return exact === null ? needsNewer(entry, version) : compareVersions(exact, version) >= 0;
    });
  if (Object.entries(row.limits ?? {}).some(isTooNew)) return null;
  const asked = targets.length > 0 ? targets : bringers;
  return {
    requirement: `${row.hold}<${row.before}`,
    why: `${cite(place)} uses names that it dropped`,
    place,
    isDev: asked.every(({ group }) => isSideGroup(group)),
  };
}

function withBound(entries: readonly Entry[], { hold, before }: DroppedNames, place: Place): readonly Entry[] {
  const bound = `<${before}`;
  if (!entries.some(({ name }) => name === hold))
    return [...entries, { ...asEntry({ name: hold, place }), specifier: bound }];
  return entries.map(entry =>
    entry.name === hold
      ? { ...entry, specifier: entry.specifier === "" ? bound : `${entry.specifier},${bound}` }
      : entry,
  );
}

function heldBy(row: HeldRelease, dependencies: readonly Entry[]): Held | null {
  const named = (name: string): readonly Entry[] => dependencies.filter(entry => entry.name === name);
  if ((row.unless ?? []).some(name => named(name).length > 0)) return null;
  const causes = row.when.flatMap(named).filter(entry => entry.applies !== "no" && isBefore(entry, row.below));
  const cause = causes.find(({ group }) => !isSideGroup(group)) ?? causes[0];
  if (cause === undefined) return null;
  const targets = named(row.hold);
  const isAsked =
    targets.length > 0 ||
    (row.with ?? []).some(name => named(name).length > 0) ||
    causes.some(({ extras }) => extras.includes(row.extra ?? ""));
  if (!isAsked || targets.some(target => !isOpen(target, row.before))) return null;
  if (targets.some(({ extras }) => extras.some(extra => (row.unlessExtras ?? []).includes(extra)))) return null;
  const version = exactOf(cause) ?? cause.specifier;
  const isDev = isSideGroup(cause.group) || (targets.length > 0 && targets.every(({ group }) => isSideGroup(group)));
  return {
    requirement: `${row.hold}<${row.before}`,
    why: `${cause.name}${version === "" ? "" : ` ${version}`} ${row.why}`,
    place: cause.place,
    isDev,
  };
}

/** The only release that a row allows. */
function exactOf({ locked, specifier }: Entry): string | null {
  if (locked !== null) return locked;
  const clauses = clausesOf(specifier);
  const exact = clauses.find(({ operator, version }) => /^={2,3}$/.test(operator) && !version.endsWith(".*"));
  return exact?.version ?? null;
}

/** Whether only releases before `below` fit. */
function isBefore(entry: Entry, below: string | null): boolean {
  if (below === null) return true;
  const exact = exactOf(entry);
  if (exact !== null) return compareVersions(exact, below) < 0;
  return clausesOf(entry.specifier).some(({ operator, version }) => {
    const start = version.replace(/\.\*$/, "");
    if (operator === "<") return compareVersions(version, below) <= 0;
    if (operator === "<=") return compareVersions(version, below) < 0;
    return (
      (operator === "~=" || operator === "==" || operator === "^") &&
      compareVersions(start, below) < 0 &&
      !satisfies(below, entry.specifier)
    );
  });
}

/** Whether a release from `before` on would be taken, and an older one could be. */
function isOpen(entry: Entry, before: string): boolean {
  if (exactOf(entry) !== null) return false;
  const clauses = clausesOf(entry.specifier);
  const isBounded = clauses.some(
    ({ operator, version }) =>
      /^(?:<=?|~=|==)$/.test(operator) && compareVersions(version.replace(/\.\*$/, ""), before) <= 0,
  );
  return !isBounded && !needsNewer(entry, before);
}

function needsNewer({ specifier }: Entry, than: string): boolean {
  return clausesOf(specifier).some(
    ({ operator, version }) => /^(?:>=?|~=|\^)$/.test(operator) && compareVersions(version, than) >= 0,
  );
}
