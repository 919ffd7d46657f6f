import type { Dependency } from "../model/recon";
import { compareVersions, exactVersion, upperBound } from "../python/packaging/versions";

/** Whether a distribution is declared, and its lock, pin or upper bound keeps it below a release. */
export function isOlder(
  dependencies: readonly Pick<Dependency, "name" | "specifier" | "locked">[],
  name: string,
  release: string,
): boolean {
  const found = dependencies.find(dependency => dependency.name === name);
  if (!found) return false;
  const exact = found.locked ?? exactVersion(found.specifier);
  if (exact !== null) return compareVersions(exact, release) < 0;
  const end = upperBound(found.specifier);
  return end !== null && compareVersions(end, release) <= 0;
}
