import type { Recon } from "../../model/recon";
import { loadedFiles } from "../../recon/loaded-files";
import { missingDrivers } from "./database-drivers";
import type { AddedDistribution } from "./subject";

/**
 * Distributions that the code needs and nothing declares: what it imports, in all of it where there is no manifest and else
 * in the files that a start loads, and drivers that an address or the settings name.
 */
export function addedByCode(recon: Recon): readonly AddedDistribution[] {
  const files = recon.packageManager.name === "none" ? null : loadedFiles(recon);
  const imported = recon.undeclared.flatMap(({ distribution, place }) =>
    distribution !== null && place.confidence !== "low" && (files === null || files.has(place.path))
      ? [{ name: distribution, place }]
      : [],
  );
  const found = [...imported, ...missingDrivers(recon, new Set(imported.map(({ name }) => name)))];
  return found.filter(({ name }, at) => found.findIndex(other => other.name === name) === at);
}
