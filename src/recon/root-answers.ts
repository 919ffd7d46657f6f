import { comparePlaces, compareText, isSameLine } from "../model/place";
import type { EntryPoint, Recon, Unit } from "../model/recon";

/** The root's version where the root itself installs nothing: that of all its services, or none where they differ. */
export function pythonOfUnits({ python, packageManager }: Recon, units: readonly Unit[]): Recon["python"] {
  if (packageManager.name !== "none" || python.requires !== null) return python;
  const versions = new Set(units.map(({ recon }) => recon.python.chosen));
  const [only = null] = versions;
  if (versions.size === 1 && only !== null)
    return { ...python, chosen: only, reason: `Python ${only}: what every service is made with.` };
  const each = units.map(({ name, recon }) => `${name} ${recon.python.chosen ?? "none that fits"}`).join(", ");
  return { ...python, chosen: null, reason: `Each service has a version of its own: ${each}.` };
}

/** The entry points of all units and of the root, ranked anew; a name that several have gets its unit's in front. */
export function rootEntryPoints(own: readonly EntryPoint[], units: readonly Unit[]): readonly EntryPoint[] {
  const all = [
    ...own.map(entry => ({ entry, unit: "" })),
    ...units.flatMap(({ name, recon }) =>
      recon.entryPoints
        // What the root starts by a command of its own is told once, as it is started there.
        .filter(({ kind, place }) => !own.some(known => known.kind === kind && isSameLine(known.place, place)))
        .map(entry => ({ entry, unit: name })),
    ),
  ];
  const counts = new Map<string, number>();
  return [...all]
    .sort((left, right) => left.entry.rank - right.entry.rank || comparePlaces(left.entry.place, right.entry.place))
    .map(({ entry, unit }) => {
      const rank = (counts.get(entry.kind) ?? 0) + 1;
      counts.set(entry.kind, rank);
      const isAlone = all.filter(other => other.entry.name === entry.name).length === 1;
      return { ...entry, rank, name: isAlone || unit === "" ? entry.name : `${unit}-${entry.name}` };
    })
    .sort(
      (left, right) =>
        comparePlaces(left.place, right.place) ||
        compareText(left.kind, right.kind) ||
        compareText(left.name, right.name),
    );
}
