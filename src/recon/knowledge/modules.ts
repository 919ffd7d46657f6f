import { normalizeName } from "../../python/packaging/names";
import table from "./modules.json";
import popular from "./popular.json";
import { serviceOf } from "./services";

/** Import name to distributions, the usual one first. */
const BY_MODULE = new Map<string, readonly string[]>([
  ...table.same.split(" ").map(name => [name, [name]] as const),
  ...Object.entries(table.modules),
]);
/** Distributions that hold a module of their own name. */
const SAME_NAME = new Set(popular.names.split(" "));

/** Top-level packages that many distributions share: the distribution is named after the dotted module. */
export const NAMESPACES: ReadonlySet<string> = new Set([
  "airflow",
  "azure",
  "backports",
  "google",
  "jaraco",
  "llama_index",
  "odoo",
  "opentelemetry",
  "plone",
  "repoze",
  "ruamel",
  "sphinxcontrib",
  "zope",
]);

/** Distributions (normalised) that hold a module; the first is the usual one. Null where the table has none. */
export function distributionOf(
  module: string,
): { readonly distribution: string; readonly alternatives: readonly string[] } | null {
  const parts = module.split(".");
  for (let length = parts.length; length > 0; length--) {
    const found = BY_MODULE.get(parts.slice(0, length).join("."));
    if (!found) continue;
    const [distribution = "", ...alternatives] = found.map(normalizeName);
    return { distribution, alternatives };
  }
  const name = normalizeName(parts[0] ?? "");
  // The distribution `google` is something else than what has `google.cloud.storage`.
  if (NAMESPACES.has(parts[0] ?? "")) return null;
  // Clients of services are known by their names as well.
  return SAME_NAME.has(name) || serviceOf(name) !== null ? { distribution: name, alternatives: [] } : null;
}

const BY_DISTRIBUTION: ReadonlyMap<string, readonly string[]> = invert();

function invert(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [module, distributions] of BY_MODULE) {
    for (const distribution of distributions.map(normalizeName)) {
      const modules = found.get(distribution);
      if (modules) modules.push(module);
      else found.set(distribution, [module]);
    }
  }
  return found;
}

/**
 * Modules that a distribution is known to hold, dotted for namespace packages; where the table has none, the names that
 * people mostly give them (`flask-login` holds `flask_login`).
 */
export function modulesOf(distribution: string): readonly string[] {
  const name = normalizeName(distribution);
  return BY_DISTRIBUTION.get(name) ?? [];
}
