import { integrationName } from "./integrations";
import type { Place } from "../model/place";
import type { EnvironmentVariable, Integration, Recon } from "../model/recon";

/** What none of the units has for itself: the root's lists hold all of the workspace. Without units it is the whole recon. */
export function sharedRecon(recon: Recon): Recon {
  const { units } = recon;
  if (units.length === 0) return recon;
  const without = <T>(listOf: (one: Recon) => readonly T[], keyOf: (item: T) => string): readonly T[] => {
    const known = new Set(units.flatMap(unit => listOf(unit.recon).map(keyOf)));
    return listOf(recon).filter(item => !known.has(keyOf(item)));
  };
  /** What several places tell of, with those that no unit has. */
  const elsewhere = <T extends { readonly places: readonly Place[] }>(
    listOf: (one: Recon) => readonly T[],
    keyOf: (item: T) => string,
  ): readonly T[] => {
    const keys = (item: T): readonly string[] => item.places.map(place => `${keyOf(item)} ${at(place)}`);
    const known = new Set(units.flatMap(unit => listOf(unit.recon).flatMap(keys)));
    return listOf(recon).flatMap(item => {
      const places = item.places.filter(place => !known.has(`${keyOf(item)} ${at(place)}`));
      return places.length > 0 ? [{ ...item, places }] : [];
    });
  };
  const paths = (listOf: (one: Recon) => readonly string[]): readonly string[] => without(listOf, path => path);
  return {
    ...recon,
    modules: without(
      one => one.modules,
      ({ path, name }) => `${path} ${name}`,
    ),
    integrations: elsewhere<Integration>(one => one.integrations, integrationName).map(found => ownOf(found, recon)),
    entryPoints: without(
      one => one.entryPoints,
      ({ kind, target, place }) => `${kind} ${target} ${at(place)}`,
    ),
    environment: elsewhere<EnvironmentVariable>(
      one => one.environment,
      ({ name }) => name,
    ),
    dependencies: without(
      one => one.dependencies,
      ({ name, group, place }) => `${name} ${group} ${at(place)}`,
    ),
    undeclared: without(
      one => one.undeclared,
      ({ module }) => module,
    ),
    unused: without(
      one => one.unused,
      ({ name, place }) => `${name} ${at(place)}`,
    ),
    buildScripts: without(
      one => one.buildScripts,
      ({ path }) => path,
    ),
    docker: {
      dockerfiles: paths(one => one.docker.dockerfiles),
      composeFiles: paths(one => one.docker.composeFiles),
      ignoreFiles: paths(one => one.docker.ignoreFiles),
      devcontainers: paths(one => one.docker.devcontainers),
    },
    python: {
      ...recon.python,
      problems: without(
        one => one.python.problems,
        ({ what, place }) => `${what} ${at(place)}`,
      ),
    },
    readiness: without(
      one => one.readiness,
      ({ what, place }) => `${what} ${at(place)}`,
    ),
    problems: without(
      one => one.problems,
      ({ message, place }) => `${message} ${at(place)}`,
    ),
  };
}

/** Whether anything is told. Beside an application at the root nothing may be left that belongs to all. */
export function hasFacts(recon: Recon): boolean {
  const { modules, integrations, entryPoints, environment, dependencies, buildScripts, docker, readiness } = recon;
  const lists = [modules, integrations, entryPoints, environment, dependencies, buildScripts, readiness];
  return [...lists, ...Object.values(docker), recon.problems, recon.python.problems].some(({ length }) => length > 0);
}

/**
 * What the places of an integration that are left tell by themselves: a variable and an address that breaks may be those of
 * a unit, which has them in its own list.
 */
function ownOf(found: Integration, { units, environment }: Recon): Integration {
  const ofUnits = units.flatMap(({ recon }) =>
    recon.integrations.filter(other => integrationName(other) === integrationName(found)),
  );
  const here = new Set(found.places.map(at));
  const read = environment.filter(({ places }) => places.some(place => here.has(at(place))));
  // Only where every place is led by a variable is it sure that none of them breaks.
  const led = new Set(read.flatMap(({ hasDefault, secret, places }) => (hasDefault || secret ? [] : places.map(at))));
  const isLed = (place: Place): boolean =>
    !/localhost|127\.0\.0\.1|::1/.test(place.text) && (!place.path.endsWith(".py") || led.has(at(place)));
  const isOfUnit = ofUnits.some(other => other.breaksInContainer !== null) && found.places.every(isLed);
  return {
    ...found,
    variables: found.variables.filter(
      name => read.some(one => one.name === name) || !ofUnits.some(({ variables }) => variables.includes(name)),
    ),
    breaksInContainer: isOfUnit ? null : found.breaksInContainer,
  };
}

function at(place: Place | undefined): string {
  return place === undefined ? "" : `${place.path}:${place.line}`;
}
