import type { Blueprint } from "../blueprint";
import { entry, flow, type YamlEntry } from "../text/yaml-tree";

/** Where the person's own containers are: what is added has to be where they can reach it. */
export function theirNetworks({ layout }: Blueprint): readonly string[] {
  const built = layout.compose?.services.filter(({ build }) => build !== null) ?? [];
  return [...new Set(built.flatMap(({ networks }) => networks))];
}

/** A service on these networks, and on one of each service of theirs that it needs and that is on none of them. */
export function onTheirNetworks(
  blueprint: Blueprint,
  entries: readonly YamlEntry[],
  networks = theirNetworks(blueprint),
): readonly YamlEntry[] {
  return onNetworks(entries, reaching(blueprint, entries, networks));
}

/** The networks themselves; `default` where one of theirs names none. */
function reaching(
  { layout }: Blueprint,
  entries: readonly YamlEntry[],
  networks: readonly string[],
): readonly string[] {
  const needs = entries.find(({ key }) => key === "depends_on")?.value;
  const needed = new Set(needs?.kind === "map" ? needs.entries.map(({ key }) => key) : []);
  const joined = new Set(networks.length > 0 ? networks : ["default"]);
  for (const { name, networks: theirs } of layout.compose?.services ?? []) {
    const [first = "default", ...others] = theirs;
    if (needed.has(name) && ![first, ...others].some(network => joined.has(network))) joined.add(first);
  }
  return joined.size === 1 && joined.has("default") ? [] : [...joined];
}

export function onNetworks(entries: readonly YamlEntry[], networks: readonly string[]): readonly YamlEntry[] {
  const own = entries.filter(({ key }) => key !== "networks");
  return networks.length === 0 ? own : [...own, entry("networks", flow(networks), "compose.networks")];
}
