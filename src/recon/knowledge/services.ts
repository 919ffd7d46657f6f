import { normalizeName } from "../../python/packaging/names";
import table from "./services.json";

/** An image that serves a service, with what Compose needs to run and check it. Absent keys are not known. */
export interface ServiceImage {
  /** The service that a variant of an image is: `postgres` for `postgis`. */
  readonly engine?: string;
  /** null where the service is no container (SQLite). */
  readonly image: string | null;
  readonly port: number | null;
  readonly env?: Readonly<Record<string, string>>;
  /** Shell command that exits 0 when the service answers. */
  readonly healthcheck: string | null;
  readonly start_period?: string;
  /** Path inside the container that holds its data. */
  readonly volume: string | null;
  /** Address by which an application reaches it, with `${password}` to be filled in. */
  readonly url?: string;
  /** Variables by which applications are usually told its address. */
  readonly app_env?: readonly string[];
  readonly command?: string;
  readonly extra_ports?: Readonly<Record<string, number>>;
  readonly note?: string;
}

export interface ServiceUse {
  /** The service's name in the contract: `postgres`, `redis`, `mongodb`, … */
  readonly service: string;
  /** Key of the image in `serviceImage`: `postgis` where PostgreSQL needs that extension. */
  readonly variant: string;
  readonly confidence: "high" | "medium" | "low";
  readonly note?: string;
}

const SERVICES = new Map<string, ServiceImage>(
  Object.entries(table.services as unknown as Record<string, ServiceImage>),
);
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
    variant: row.service,
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

/** The image of a service or variant, or null where the table has none. */
export function serviceImage(name: string): ServiceImage | null {
  return SERVICES.get(name) ?? null;
}

function engineOf(name: string): string {
  return SERVICES.get(name)?.engine ?? name;
}
