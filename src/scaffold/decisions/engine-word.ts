import type { EnvironmentVariable } from "../../model/recon";
import type { ServiceDesign } from "../blueprint";
import type { Subject } from "./subject";

/** What an application calls a server where a variable chooses between several. */
const NAMES: Readonly<Record<string, RegExp>> = {
  postgres:
    /^(?:django\.(?:contrib\.gis\.)?db\.backends\.)?(?:postgres|postgresql|postgis|psql|pgsql|pg)(?:_psycopg2?)?$/i,
  mysql: /^(?:django\.(?:contrib\.gis\.)?db\.backends\.)?(?:mysql|mariadb)$/i,
  mariadb: /^(?:django\.(?:contrib\.gis\.)?db\.backends\.)?(?:mariadb|mysql)$/i,
  mssql: /^(?:mssql|sqlserver)$/i,
  oracle: /^(?:django\.db\.backends\.)?oracle$/i,
};

/** The word for this server: one that the code compares with, a sample's, or a backend in the form of the default. */
function engineWord(
  service: string,
  compared: readonly string[],
  sample: string | null,
  fallback: string | null,
): string | null {
  const pattern = NAMES[service];
  if (!pattern) return null;
  const known = compared.find(word => pattern.test(word));
  if (known !== undefined) return known;
  if (sample !== null && pattern.test(sample)) return sample;
  if (fallback === null) return null;
  if (pattern.test(fallback)) return fallback;
  return /^django\.db\.backends\.sqlite3$/.test(fallback)
    ? `django.db.backends.${service === "postgres" ? "postgresql" : service === "mariadb" ? "mysql" : service}`
    : null;
}

/** The database of this unit's stack by the word that the code has for it. */
export function engineOf(
  { layout, unit }: Subject,
  { name, default: fallback, type }: EnvironmentVariable,
  sample: string | null,
  services: readonly ServiceDesign[],
): { readonly word: string; readonly service: ServiceDesign } | null {
  // Settings that list the words which they take refuse any other.
  const listed = [...(/^(?:Optional\[)?Literal\[(.*?)\]/.exec(type ?? "")?.[1] ?? "").matchAll(/["']([^"']+)["']/g)];
  const words = listed.length > 0 ? listed.map(match => match[1] ?? "") : (layout.engineNames.get(name) ?? []);
  for (const service of services.filter(({ units }) => units.includes(unit))) {
    const word = engineWord(service.definition.id, words, sample, fallback);
    if (word !== null) return { word, service };
  }
  return null;
}
