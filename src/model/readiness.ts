import type { ReadinessFinding, Recon } from "./recon";

/** The findings of a workspace and of its units, each once: a unit tells again what the workspace tells of its folder. */
export function readinessOf(recon: Recon): readonly ReadinessFinding[] {
  const found = new Map<string, ReadinessFinding>();
  for (const finding of [...recon.readiness, ...recon.units.flatMap(unit => readinessOf(unit.recon))]) {
    found.set(`${finding.rule}\n${finding.place.path}\n${finding.place.line}`, finding);
  }
  return [...found.values()];
}

/** Rules for what is sure to answer nobody, find nothing, end at once or lose all rows. */
const BREAKING: ReadonlySet<string> = new Set([
  "desktop-window",
  "dropped-tables",
  "hard-coded-path",
  "host-service",
  "localhost-address",
  "loopback-bind",
]);

/** Whether what was found is sure to fail in a container; the other rules tell what may go wrong there. */
export function breaksInContainer({ rule }: Pick<ReadinessFinding, "rule">): boolean {
  return BREAKING.has(rule);
}
