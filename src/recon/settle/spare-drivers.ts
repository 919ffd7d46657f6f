import type { Evidence } from "../../model/evidence";
import type { IntegrationVia } from "../../model/recon";
import type { PythonProject } from "../../python/project";
import { distributionOf } from "../knowledge/modules";
import { serviceOf, serviceOfScheme } from "../knowledge/services";
import { settleEnvironment } from "./environment";
import type { SettledDependencies } from "../settle-dependencies";
import { claimed } from "./source-order";
import { wordsInCode } from "../used-words";
import { relationalFamily } from "../integrations/relational";
import { serviceOfVariable } from "../integrations/variable-names";

/**
 * Drivers of database servers that nothing imports or names, and servers that only CI tests with, beside a server that
 * something names: an application mostly has one, so these are no reason for another. Beside SQLite alone one driver may be what production uses, but several are a
 * choice that is left open, so none of them is needed.
 */
export function withSpareDrivers(project: PythonProject, given: readonly Evidence[]): readonly Evidence[] {
  const evidence = withSpeakers(given);
  const integrations = claimed(evidence, "integration");
  // CI that tests with one server tells what production has; with several, that any will do.
  const tested = new Set(integrations.flatMap(one => (one.via === "ci" ? (relationalFamily(one.service) ?? []) : [])));
  const isOffered = (via: string | undefined): boolean => via === "distribution" || (via === "ci" && tested.size > 1);
  const declared = new Set<string>();
  const named = new Set<string>();
  const used = new Set<string>();
  for (const { service, via, optional } of integrations) {
    const family = service === "sqlite" ? service : relationalFamily(service);
    if (family === null || via === "docs") continue;
    if (isOffered(via)) declared.add(family);
    else named.add(family);
    if (via !== "distribution" && via !== "ci" && !optional) used.add(family);
  }
  const bare = [...declared].filter(family => family !== "sqlite" && !named.has(family));
  if (bare.length === 0 || used.size === 0) return evidence;
  const environment = settleEnvironment(evidence);
  const loaded = familiesInCode(project);
  for (const { name } of environment) addFamily(loaded, serviceOfVariable(name).service);
  const spare = new Set(bare.filter(family => !loaded.has(family)));
  const hasServer = [...used].some(family => family !== "sqlite");
  const mustBeTold = environment.some(
    ({ name, required, hasDefault }) => required && !hasDefault && serviceOfVariable(name).family === "database",
  );
  if (!hasServer && (mustBeTold || spare.size < 2 || spare.size < bare.length)) return evidence;
  return evidence.map(one =>
    one.claim === "integration" && isOffered(one.via) && spare.has(relationalFamily(one.service) ?? "")
      ? { ...one, optional: true }
      : one,
  );
}

/** What clients of Redis are called, or drag in; those of other stores bear any name. */
const REDIS = /redis|valkey/;

/**
 * Redis whose address stands in the code alone, while no list, no Dockerfile and no lock, which holds what comes along, has a client
 * for it: settings that a template left behind.
 */
export function withoutUnspoken(
  evidence: readonly Evidence[],
  { packageManager, dependencies, unitManifests }: SettledDependencies,
): readonly Evidence[] {
  if (packageManager.lock === null) return evidence;
  const installed = [
    ...dependencies,
    ...unitManifests.files.flatMap(({ declared }) => declared),
    ...claimed(evidence, "extra-dependency"),
  ];
  const isSpoken = installed.some(({ name }) => REDIS.test(name) || serviceOf(name)?.service === "redis");
  const isNamed = claimed(evidence, "integration").some(
    ({ service, via, variables }) => service === "redis" && via !== "docs" && (via !== "url" || variables.length > 0),
  );
  if (isSpoken || isNamed) return evidence;
  return evidence.map(one =>
    one.claim === "integration" && one.service === "redis" ? { ...one, optional: true } : one,
  );
}

/** Whether something of one kind names a server itself. */
type Naming = (via: IntegrationVia) => boolean;

interface Speaker {
  readonly service: string;
  readonly as: string;
  readonly isNamed: Naming;
  readonly isOtherNamed: Naming;
}

const isStarted: Naming = via => via === "image" || via === "compose" || via === "ci";

/** Servers that another one's drivers reach, and what names the one and the other. */
const SPEAKERS: readonly Speaker[] = [
  {
    service: "cockroachdb",
    as: "postgres",
    isNamed: via => via !== "docs" && via !== "ci",
    isOtherNamed: via => via !== "distribution" && via !== "code" && via !== "docs",
  },
  // MariaDB is addressed as MySQL (`mysql://`) and has drivers that reach both, so only what is started, by CI too, says which of the two it is.
  { service: "mariadb", as: "mysql", isNamed: isStarted, isOtherNamed: isStarted },
];

/** Where something names such a server and nothing names the other one itself, all that is known of that one is about the first. */
function withSpeakers(evidence: readonly Evidence[]): readonly Evidence[] {
  const integrations = claimed(evidence, "integration");
  const spoken = SPEAKERS.filter(
    ({ service, as, isNamed, isOtherNamed }) =>
      integrations.some(one => one.service === service && isNamed(one.via) && !one.optional) &&
      !integrations.some(one => one.service === as && isOtherNamed(one.via)),
  );
  if (spoken.length === 0) return evidence;
  return evidence.map(one => {
    const service = one.claim === "integration" ? spoken.find(({ as }) => as === one.service)?.service : undefined;
    return one.claim === "integration" && service !== undefined ? { ...one, service } : one;
  });
}

/** Servers whose driver or dialect the code imports (`sqlalchemy.dialects.mysql`) or names in a text. */
function familiesInCode(project: PythonProject): Set<string> {
  const found = new Set<string>();
  for (const { role, facts } of project.files) {
    if (role === "test") continue;
    for (const { module, level, names } of facts.imports) {
      if (level > 0) continue;
      for (const path of [module, ...(names ?? []).map(({ name }) => `${module}.${name}`)]) {
        addFamily(found, serviceOf(distributionOf(path)?.distribution ?? "")?.service ?? null);
        for (const part of path.split(".")) addFamily(found, serviceOfScheme(part));
      }
    }
    for (const word of wordsInCode(facts)) addFamily(found, serviceOfScheme(word) ?? serviceOf(word)?.service ?? null);
  }
  return found;
}

function addFamily(found: Set<string>, service: string | null): void {
  const family = service === null ? null : relationalFamily(service);
  if (family !== null) found.add(family);
}
