import type { Dependency, EntryPointKind, Recon } from "../../model/recon";
import { nameOf } from "../../model/paths";
import { environmentKey } from "../layout/conda-environments";
import { optionalDrivers } from "./database-drivers";
import { isSideGroup } from "./subject";

/** What a person calls, and what a server of its own loads: the first starts nothing that stays, the second needs that server. */
const NOT_STARTED: ReadonlySet<EntryPointKind> = new Set(["cli", "script", "wsgi", "asgi"]);

/**
 * Dependencies that only extras or groups bring and without which nothing starts: the server of the start command, the
 * framework, the driver of the database, the program that migrates, what loaded code imports. Those of development have
 * their own stage. Of several that bring one thing the smallest is taken, so that `all` of them is none, and for what code
 * imports none beside those of `chosen` that have it, nor one for a kind of processors.
 */
export function startedBy(
  recon: Recon,
  groups: readonly string[],
  needs: { readonly servers: readonly string[]; readonly services: readonly string[]; readonly migrates: boolean },
  chosen: readonly string[],
): readonly Dependency[] {
  const { servers, services, migrates } = needs;
  const served = isStarted(recon, servers)
    ? [...recon.frameworks.map(({ name }) => name), ...optionalDrivers(recon, services)]
    : [];
  const needed = new Set([...servers, ...served, ...(migrates && recon.migrations ? [recon.migrations.tool] : [])]);
  const found = recon.dependencies.filter(
    ({ name, direct, group, loadedAt }) =>
      direct && (needed.has(name) || loadedAt !== undefined) && !isSideGroup(group),
  );
  const brought = new Set(found.flatMap(({ name, group }) => (chosen.includes(group) ? name : [])));
  const optional = found.filter(
    ({ name, group }) =>
      groups.includes(group) &&
      (needed.has(name) || !(brought.has(name) || OF_PROCESSOR.test(group))) &&
      found.every(other => other.name !== name || groups.includes(other.group)),
  );
  const size = (group: string): number => recon.dependencies.filter(each => each.direct && each.group === group).length;
  const taken = new Map<string, string>();
  for (const { name, group } of optional.toSorted((left, right) => size(left.group) - size(right.group)))
    if (!taken.has(name)) taken.set(name, group);
  return optional.filter(({ name, group }) => taken.get(name) === group);
}

/**
 * What a conda environment beside the project lists, where it alone has what is started: the environment is that program's.
 * Of its list that is what is started itself, and `indexed`: pip asks for nothing that only conda's channels are known to
 * have. What another list has for work is left out.
 */
export function startedEnvironments(
  recon: Recon,
  servers: readonly string[],
  indexed: ReadonlySet<string>,
): readonly Dependency[] {
  if (!isStarted(recon, servers)) return [];
  const needed = new Set([...servers, ...recon.frameworks.map(({ name }) => name)]);
  const isEnvironment = ({ place }: Dependency): boolean => /^environment.*\.ya?ml$/.test(nameOf(place.path));
  const elsewhere = new Set(recon.dependencies.filter(each => !isEnvironment(each)).map(({ name }) => name));
  const found = recon.dependencies.filter(
    each => each.direct && each.applies !== "no" && isEnvironment(each) && !elsewhere.has(each.name),
  );
  const lists = new Set(found.flatMap(({ name, place }) => (needed.has(name) ? place.path : [])));
  return found.filter(
    ({ name, place }) => lists.has(place.path) && (needed.has(name) || indexed.has(environmentKey(place))),
  );
}

/** Whether something stays running. */
function isStarted({ entryPoints }: Recon, servers: readonly string[]): boolean {
  return servers.length > 0 || entryPoints.some(({ kind }) => !NOT_STARTED.has(kind));
}

const OF_PROCESSOR = /(?:^|[-_.])(?:cuda|cu|gpu|rocm|xpu)(?=[-_.\d]|$)/;

/** `cpu` of extras that bring the same for one kind of processor each (uv: "Using uv with PyTorch"): an image without any lacks it. */
export function processorExtras(extras: readonly string[]): readonly string[] {
  const isChoice = extras.some(name => /^(?:cuda|cu|gpu|rocm|xpu)[-_.\d]*$/.test(name));
  return isChoice ? extras.filter(name => name === "cpu") : [];
}
