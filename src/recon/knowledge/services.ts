import { normalizeName } from "../../python/packaging/names";
import table from "./services.json";

export interface ServiceUse {
  /** The service's name in the contract: `postgres`, `redis`, `mongodb`, … */
  readonly service: string;
  readonly confidence: "high" | "medium" | "low";
  readonly note?: string;
}

const VARIANTS = new Map<string, string>(Object.entries(table.variants));
const DISTRIBUTIONS = new Map(
  Object.entries(
    table.distributions as Record<
      string,
      { readonly service: string; readonly confidence: string; readonly note?: string }
    >,
  ),
);
const SCHEMES = new Map<string, string>(Object.entries(table.schemes));
const BACKENDS = new Map<string, string>(Object.entries(table.djangoBackends));

/** The service that a client library talks to; `low` means that it also serves other ends (boto3, selenium). */
export function serviceOf(distribution: string): ServiceUse | null {
  const row = DISTRIBUTIONS.get(normalizeName(distribution));
  if (!row) return null;
  return {
    service: engineOf(row.service),
    confidence: row.confidence === "high" || row.confidence === "medium" ? row.confidence : "low",
    ...(row.note === undefined ? {} : { note: row.note }),
  };
}

/** The service behind a URL scheme, with or without a driver (`postgresql+asyncpg`), or null. */
export function serviceOfScheme(scheme: string): string | null {
  const lower = scheme.toLowerCase();
  const service = SCHEMES.get(lower) ?? SCHEMES.get(lower.split("+", 1)[0] ?? "");
  return service === undefined ? null : engineOf(service);
}

/** The service behind the dotted path of a Django backend (`ENGINE`, `BACKEND`), or null. */
export function serviceOfDjangoBackend(path: string): string | null {
  const service = BACKENDS.get(path);
  return service === undefined ? null : engineOf(service);
}

/** `postgres` for `postgis`. */
function engineOf(name: string): string {
  return VARIANTS.get(name) ?? name;
}
