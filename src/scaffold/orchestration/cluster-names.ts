import { literalPattern } from "../../model/patterns";
import type { Blueprint, ServiceDesign, UnitDesign } from "../blueprint";
import { slug } from "../text/slug";

/** A plan whose services are called as objects of a cluster may be. */
export interface ClusterPlan {
  readonly blueprint: Blueprint;
  /** The name in Compose, by which the decisions go, of a service of the cluster. */
  nameInCompose(name: string): string;
}

/** Kubernetes takes small letters, digits and dashes (RFC 1123); a name in Compose may hold capitals, dots and `_` as well. */
export function clusterPlan(blueprint: Blueprint): ClusterPlan {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const name of namesOf(blueprint)) {
    const plain = slug(name);
    let free = plain;
    for (let count = 2; taken.has(free); count++) free = `${plain}-${count}`;
    taken.add(free);
    names.set(name, free);
  }
  const named = (name: string): string => names.get(name) ?? name;
  const own = new Map([...names].map(([inCompose, name]) => [name, inCompose]));
  return {
    blueprint: {
      ...blueprint,
      services: blueprint.services.map((service): ServiceDesign => ({ ...service, name: named(service.name) })),
      units: blueprint.units.map((unit): UnitDesign => ({
        ...unit,
        web: unit.web && { ...unit.web, service: named(unit.web.service) },
        processes: unit.processes.map(process => ({ ...process, service: named(process.service) })),
        forwards: unit.forwards.map(forward => ({ ...forward, service: named(forward.service) })),
        variables: unit.variables.map(variable => ({
          ...variable,
          value: variable.value === null ? null : addressed(variable.name, variable.value, names),
        })),
      })),
    },
    nameInCompose: name => own.get(name) ?? name,
  };
}

/** Names that are free as they are come first, so that they stay. */
function namesOf({ services, units }: Blueprint): readonly string[] {
  const all = new Set([
    ...services.map(({ name }) => name),
    ...units.flatMap(({ web, processes }) => [
      ...(web === null ? [] : [web.service]),
      ...processes.map(({ service }) => service),
    ]),
  ]);
  return [...all].toSorted((left, right) => Number(slug(left) !== left) - Number(slug(right) !== right));
}

/** An address of another service, by the name that this has in the cluster. */
function addressed(variable: string, value: string, names: ReadonlyMap<string, string>): string {
  let text = value;
  for (const [inCompose, name] of names) {
    if (inCompose === name) continue;
    if (text === inCompose && /HOST|ADDR|SERVER/i.test(variable)) return name;
    const host = new RegExp(
      `(?<=//|@|,|^)${literalPattern(inCompose)}(?=:\\d|/|,)|(?<=//|@)${literalPattern(inCompose)}$`,
      "g",
    );
    text = text.replace(host, () => name);
  }
  return text;
}
