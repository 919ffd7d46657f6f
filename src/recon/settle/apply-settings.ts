import type { Place } from "../../model/place";
import type { Integration, Problem, Recon } from "../../model/recon";
import { matchesGlob } from "../../workspace/glob";
import { findingKey } from "../../model/finding-key";

/** The part of `.drydock.yaml` that changes what is found. */
export interface FindingSettings {
  readonly ignore: readonly { readonly finding: string; readonly path: string | null }[];
  readonly correct: readonly {
    readonly finding: string;
    readonly set: Readonly<Record<string, unknown>>;
    readonly line?: number;
  }[];
}

/** Applies ignores, then corrections; a correction of nothing is a problem, so that stale ones are seen. */
export function applySettings(recon: Recon, settings: FindingSettings, file = ".drydock.yaml"): Recon {
  if (settings.ignore.length === 0 && settings.correct.length === 0) return recon;
  const used = new Set<number>();
  const edit = <Item extends object>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] =>
    items.flatMap(item => {
      const kept = withoutIgnored(item, keyOf(item), settings);
      return kept === null ? [] : [corrected(kept, keyOf(item), settings, used)];
    });
  const one = <Item extends object>(item: Item | null, keyOf: (item: Item) => string): Item | null =>
    item === null ? null : (edit([item], keyOf)[0] ?? null);
  const result: Recon = {
    ...recon,
    integrations: edit(recon.integrations, integrationKey(recon, settings)),
    environment: edit(recon.environment, findingKey.environment),
    entryPoints: edit(recon.entryPoints, findingKey.entryPoint),
    frameworks: edit(recon.frameworks, findingKey.framework),
    ports: edit(recon.ports, findingKey.port),
    routes: edit(recon.routes, findingKey.route),
    dependencies: edit(recon.dependencies, findingKey.dependency),
    undeclared: edit(recon.undeclared, findingKey.undeclared),
    unused: edit(recon.unused, findingKey.unused),
    readiness: edit(recon.readiness, findingKey.readiness),
    migrations: one(recon.migrations, findingKey.migrations),
    tests: one(recon.tests, findingKey.tests),
    units: recon.units.map(unit => ({ ...unit, recon: applySettings(unit.recon, settings, file) })),
  };
  const inUnits = new Set(
    result.units.flatMap(unit =>
      unit.recon.problems.filter(({ code }) => code === "correction-unused").map(({ message }) => message),
    ),
  );
  const stale = settings.correct.flatMap((correction, index): readonly Problem[] => {
    const message = `The correction of ${correction.finding} fits nothing that was found.`;
    if (used.has(index) || (result.units.length > 0 && !inUnits.has(message))) return [];
    return [
      {
        code: "correction-unused",
        message,
        place: { path: file, line: correction.line ?? 1, column: 1, text: "", confidence: "high" },
      },
    ];
  });
  return {
    ...result,
    // Only the analysed root reports it: a unit cannot know what the others hold.
    units: result.units.map(unit => ({
      ...unit,
      recon: { ...unit.recon, problems: unit.recon.problems.filter(({ code }) => code !== "correction-unused") },
    })),
    problems: [...result.problems, ...stale],
  };
}

/** The key of an integration; where settings name the only API without a host by its service alone, that. */
function integrationKey({ integrations }: Recon, { ignore, correct }: FindingSettings): (item: Integration) => string {
  const named = new Set([...ignore, ...correct].map(({ finding }) => finding));
  return item => {
    const bare = `integration/${item.service}`;
    const isOnly = integrations.every(one => one === item || one.service !== item.service || one.host !== undefined);
    return item.host === undefined && isOnly && named.has(bare) ? bare : findingKey.integration(item);
  };
}

function withoutIgnored<Item extends object>(item: Item, key: string, settings: FindingSettings): Item | null {
  let current: Item = item;
  for (const { finding, path } of settings.ignore) {
    if (finding !== key) continue;
    if (path === null) return null;
    const matches = (place: Place): boolean => place.path === path || matchesGlob(place.path, path);
    if ("places" in current && Array.isArray(current.places)) {
      const places = (current.places as readonly Place[]).filter(place => !matches(place));
      if (places.length === 0) return null;
      current = { ...current, places };
    } else if ("place" in current && matches(current.place as Place)) return null;
  }
  return current;
}

/** Sets fields that the finding has, each only to a value of the same type; its places stay what was read. */
function corrected<Item extends object>(item: Item, key: string, settings: FindingSettings, used: Set<number>): Item {
  let current: Item = item;
  settings.correct.forEach(({ finding, set }, index) => {
    if (finding !== key) return;
    used.add(index);
    const allowed = Object.entries(set).filter(
      ([name, value]) =>
        name in current &&
        name !== "place" &&
        name !== "places" &&
        fits((current as Record<string, unknown>)[name], value),
    );
    current = { ...current, ...Object.fromEntries(allowed) };
    // A default that a person gives is one, also where none was found.
    if ("hasDefault" in current && "default" in set) current = { ...current, hasDefault: set["default"] !== null };
  });
  return current;
}

function fits(before: unknown, after: unknown): boolean {
  if (before === null || after === null) return true;
  return Array.isArray(before) ? Array.isArray(after) : typeof before === typeof after;
}
