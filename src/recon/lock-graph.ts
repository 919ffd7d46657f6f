import type { LockData, LockedPackage } from "../python/manifests/lock-types";
import { evaluateMarker, type MarkerEnvironment } from "../python/packaging/markers";
import { compareVersions } from "../python/packaging/versions";

/** A direct dependency from which a lock is walked. */
export interface LockRoot {
  readonly name: string;
  readonly extras: readonly string[];
  readonly marker: string | null;
  readonly group: string;
}

/** A package that a root needs, with the group it serves; `main` wins over all others. */
export interface Reached {
  readonly package: LockedPackage;
  readonly group: string;
  /** False where every way to it has a marker that excludes the environment. */
  readonly applies: boolean;
}

/**
 * Answers what a lock file installs: versions are chosen by the environment's markers where a lock holds several, and
 * edges are walked with the extras that ask for them.
 */
export class LockGraph {
  readonly #byName = new Map<string, LockedPackage[]>();
  readonly #environment: MarkerEnvironment;

  constructor(locks: readonly LockData[], environment: MarkerEnvironment) {
    this.#environment = environment;
    for (const lock of locks) {
      for (const entry of lock.packages) {
        const known = this.#byName.get(entry.name);
        if (known) known.push(entry);
        else this.#byName.set(entry.name, [entry]);
      }
    }
  }

  get isEmpty(): boolean {
    return this.#byName.size === 0;
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  packages(): readonly LockedPackage[] {
    return [...this.#byName.values()].flat();
  }

  /** The entry that the environment installs: of several, the one whose markers hold, then the highest version. */
  pick(name: string, version: string | null = null): LockedPackage | null {
    const all = this.#byName.get(name) ?? [];
    const named = version === null ? all : all.filter(entry => entry.version === version);
    const candidates = named.length > 0 ? named : all;
    const holding = candidates.filter(entry => this.#holds(entry));
    const pool = (holding.length > 0 ? holding : candidates).filter(({ version: text }) => text !== "");
    // pdm writes further entries for extras; the plain one carries the files.
    return (
      pool.reduce<LockedPackage | null>((best, entry) => {
        if (!best) return entry;
        const order = compareVersions(entry.version, best.version);
        return order > 0 || (order === 0 && best.wheels.length === 0 && entry.wheels.length > 0) ? entry : best;
      }, null) ??
      candidates[0] ??
      null
    );
  }

  #holds(entry: LockedPackage): boolean {
    return (
      entry.markers.length === 0 || entry.markers.some(marker => evaluateMarker(marker, this.#environment) !== false)
    );
  }

  /** All packages that the roots need, each once. Roots come in order of precedence of their groups. */
  reach(roots: readonly LockRoot[]): ReadonlyMap<string, Reached> {
    const found = new Map<string, Reached>();
    const groups = [...new Set(roots.map(({ group }) => group))];
    for (const obeysMarkers of [true, false]) {
      const seen = new Set<string>();
      for (const group of groups) {
        this.#walk(
          roots.filter(root => root.group === group),
          found,
          seen,
          obeysMarkers,
        );
      }
    }
    return found;
  }

  #walk(roots: readonly LockRoot[], found: Map<string, Reached>, seen: Set<string>, obeysMarkers: boolean): void {
    const queue: { name: string; version: string | null; extras: readonly string[]; group: string }[] = [];
    for (const root of roots) {
      if (obeysMarkers && root.marker !== null && evaluateMarker(root.marker, this.#environment) === false) continue;
      queue.push({ name: root.name, version: null, extras: root.extras, group: root.group });
    }
    for (let at = 0; at < queue.length; at++) {
      const step = queue[at];
      if (!step) break;
      const key = `${step.name}[${step.extras.join()}]${step.version ?? ""}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const entry = this.pick(step.name, step.version);
      if (!entry) continue;
      if (!found.has(step.name)) found.set(step.name, { package: entry, group: step.group, applies: obeysMarkers });
      for (const edge of this.#edges(step.name, entry)) {
        if (edge.extra !== null && !step.extras.includes(edge.extra)) continue;
        if (obeysMarkers && edge.marker !== null) {
          const environment = { ...this.#environment, extras: step.extras };
          if (evaluateMarker(edge.marker, environment) === false) continue;
        } else if (edge.marker !== null && namesOtherExtra(edge.marker, step.extras)) continue;
        queue.push({ name: edge.name, version: edge.version, extras: edge.extras, group: step.group });
      }
    }
  }

  #edges(name: string, entry: LockedPackage): LockedPackage["edges"] {
    const siblings = (this.#byName.get(name) ?? []).filter(
      sibling =>
        sibling !== entry && sibling.version === entry.version && sibling.markers.join() === entry.markers.join(),
    );
    return siblings.length === 0 ? entry.edges : [...entry.edges, ...siblings.flatMap(({ edges }) => edges)];
  }
}

/** Whether a marker asks for an extra that nobody asked for: such an edge is no edge on any platform. */
function namesOtherExtra(marker: string, extras: readonly string[]): boolean {
  const environment = { variables: {}, extras, groups: [] };
  return marker.includes("extra") && evaluateMarker(marker, environment) === false;
}
