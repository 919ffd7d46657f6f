import type { Recon } from "../../model/recon";
import { loadedFiles } from "../../recon/loaded-files";
import type { ExistingCompose } from "../layout/existing-compose";
import { missingDrivers, missingLogin } from "./database-drivers";
import type { AddedDistribution } from "./subject";

/**
 * Distributions that the code needs and nothing declares: what it imports, in all of it where there is no manifest and else
 * in the files that a start loads, drivers that an address or the settings name, and what these sign in by.
 */
export function addedByCode(recon: Recon, compose: ExistingCompose | null): readonly AddedDistribution[] {
  const files = recon.packageManager.name === "none" ? null : loadedFiles(recon);
  const imported = recon.undeclared.flatMap(({ distribution, place }) =>
    distribution !== null && place.confidence !== "low" && (files === null || files.has(place.path))
      ? [{ name: distribution, place }]
      : [],
  );
  const drivers = [...imported, ...missingDrivers(recon, new Set(imported.map(({ name }) => name)))];
  const found = [...drivers, ...missingLogin(recon, new Set(drivers.map(({ name }) => name)), compose)];
  return found.filter(({ name }, at) => found.findIndex(other => other.name === name) === at);
}
