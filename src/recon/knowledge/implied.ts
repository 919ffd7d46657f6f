import { normalizeName } from "../../python/packaging/names";
import table from "./implied.json";
import { removedModules } from "./python-support";
import { serviceOf } from "./services";

const IMPLIED = new Map<string, readonly string[]>(Object.entries(table.implied));
const BACKENDS = new Map<string, readonly string[]>(Object.entries(table.backends));
const COMMANDS = new Set<string>(table.commands);
/** Distributions that bring back a module of the standard library: imported by the module's old name. */
const BACKPORTS = new Set([...removedModules.values()].flatMap(({ backport }) => backport ?? []));
/** Services whose drivers are loaded by the scheme of an address or by a setting. */
const DRIVEN = new Set([
  "postgres",
  "cockroachdb",
  "mysql",
  "mariadb",
  "mssql",
  "oracle",
  "sqlite",
  "redis",
  "memcached",
  "clickhouse",
]);

/** Distributions that always come with another one. */
export function impliedBy(distribution: string): readonly string[] {
  return IMPLIED.get(normalizeName(distribution)) ?? [];
}

/** Modules that load a distribution by themselves when it is installed (`pandas` loads `openpyxl`). */
export function loadersOf(distribution: string): readonly string[] {
  return BACKENDS.get(normalizeName(distribution)) ?? [];
}

/** Whether a distribution serves without being imported: servers, drivers, plugins, type stubs, tools. */
export function needsNoImport(distribution: string): boolean {
  const name = normalizeName(distribution);
  if (COMMANDS.has(name) || BACKPORTS.has(name)) return true;
  if (table.prefixes.some(prefix => name.startsWith(prefix)) || table.suffixes.some(suffix => name.endsWith(suffix))) {
    return true;
  }
  const use = serviceOf(name);
  return use !== null && use.confidence === "high" && DRIVEN.has(use.service);
}
