import type { ReadinessFinding, Recon } from "./recon";

/** The findings of a workspace and of its units, each once: a unit tells again what the workspace tells of its folder. */
export function readinessOf(recon: Recon): readonly ReadinessFinding[] {
  const found = new Map<string, ReadinessFinding>();
  for (const finding of [...recon.readiness, ...recon.units.flatMap(unit => readinessOf(unit.recon))]) {
    found.set(`${finding.rule}\n${finding.place.path}\n${finding.place.line}`, finding);
  }
  return [...found.values()];
}
