import type { Place } from "../../model/place";
import type { Recon } from "../../model/recon";
import type { Decider } from "../decider";
import type { Layout } from "../layout/layout";

/** What every topic decides about: one unit with its facts, and where the answers go. */
export interface Subject {
  readonly recon: Recon;
  readonly layout: Layout;
  readonly decider: Decider;
  /** Name of the unit, null for the analysed folder itself. */
  readonly unit: string | null;
  readonly path: string;
}

/** A distribution with what shows that it is needed. */
export interface AddedDistribution {
  readonly name: string;
  readonly place: Place;
}

const SIDE_GROUPS = new Set([
  "dev",
  "develop",
  "development",
  "test",
  "tests",
  "testing",
  "docs",
  "doc",
  "lint",
  "typing",
]);

export function isSideGroup(group: string): boolean {
  return SIDE_GROUPS.has(group);
}

/** Whether a distribution is among what runs: declared or locked, development groups left out. */
export function runs(recon: Recon, name: string): boolean {
  return recon.dependencies.some(dependency => dependency.name === name && !isSideGroup(dependency.group));
}

/** `uvicorn` also comes with the extras of FastAPI that bring a server. */
export function bringsServer(recon: Recon, name: string): boolean {
  if (runs(recon, name)) return true;
  if (name === "uwsgi" || name === "pyuwsgi") return runs(recon, "uwsgi") || runs(recon, "pyuwsgi");
  return (
    name === "uvicorn" &&
    recon.dependencies.some(
      dependency =>
        ["fastapi", "litestar", "starlite"].includes(dependency.name) &&
        dependency.extras.some(extra => extra === "standard" || extra === "all"),
    )
  );
}

export function hasFramework(recon: Recon, name: string): boolean {
  return recon.frameworks.some(framework => framework.name === name) || runs(recon, name);
}
