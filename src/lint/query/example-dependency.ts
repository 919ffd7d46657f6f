import type { Dependency, SystemPackages } from "../../model/recon";
import type { Place } from "../../model/place";

/** A declared dependency as recon tells it, for the examples of rules across files: unlocked, needed by all. */
export function exampleDependency(
  name: string,
  specifier: string,
  place: Omit<Place, "confidence">,
  systemPackages: SystemPackages = { build: [], runtime: [] },
): Dependency {
  return {
    name,
    specifier,
    extras: [],
    marker: null,
    group: "main",
    direct: true,
    locked: null,
    place: { ...place, confidence: "high" },
    systemPackages,
    python311: { verdict: "ok", why: "" },
  };
}

/** psycopg2 in requirements.txt, which is compiled with and needs PostgreSQL's client library. */
export const PSYCOPG2 = exampleDependency(
  "psycopg2",
  "==2.9.10",
  { path: "requirements.txt", line: 1, column: 1, text: "psycopg2==2.9.10" },
  { build: ["gcc", "libc6-dev", "libpq-dev"], runtime: ["libpq5"] },
);
