import type { Blueprint, ServiceDesign, VariableDesign } from "../blueprint";
import { servicesOf } from "../layout/existing-compose";
import type { MissingEnvFile } from "../layout/their-env-files";
import { envFileOf } from "../layout/compose-file";
import { debugOff, startsForDevelopment } from "../layout/debug-switch";
import { parseEnv } from "../layout/env-samples";
import { allVariables, envNeeds, envText } from "./env-file";
import { literalPattern } from "../../model/patterns";

/**
 * An environment file that the person's Compose file insists on, as a person would make it: a copy of its sample, with the
 * addresses of the stack where the sample has this machine's or the stack gets a server of its own, and what the application
 * and the images need besides.
 */
export function theirEnvText(blueprint: Blueprint, file: MissingEnvFile): string {
  const variables = allVariables(blueprint);
  // A server that is made here knows the user of the plan alone, and a sample may name one that others work with.
  const made = new Set(blueprint.services.flatMap(({ name, exists }) => (exists ? [] : name)));
  const isMain = file.path === envFileOf(blueprint.compose.path);
  const needs = new Set(envNeeds(blueprint).map(({ name }) => name));
  const sample = file.sample?.text ?? "";
  const named = parseEnv(sample);
  const isDeveloped = readsForDevelopment(blueprint, file);
  const lines = sample.split(/\r?\n/).map(line => {
    const name = line.match(/^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/)?.[1];
    if (name === undefined) return line;
    const shown = named.get(name) ?? "";
    const off = isDeveloped ? null : debugOff(name, shown);
    const value =
      off ??
      fitting(
        shown,
        variables.find(variable => variable.name === name),
        made,
      );
    return value === null ? line : `${name}=${value}`;
  });
  const own = blueprint.units
    .filter(unit =>
      servicesOf(blueprint.layout.compose, unit.dockerfile).some(({ name }) => file.services.includes(name)),
    )
    .flatMap(unit => unit.variables)
    .flatMap(({ name, value }) => (value === null ? [] : [[name, value]]));
  const backing = blueprint.services
    .filter(({ name, exists }) => exists && file.services.includes(name))
    .flatMap(settings);
  const added = new Map([...own, ...backing] as [string, string][]);
  for (const [name, value] of added) {
    // `.env` itself gets the values that others refer to.
    if (named.has(name) || (isMain && (needs.has(name) || refersTo(value, name)))) continue;
    lines.push(`${name}=${plain(value)}`);
  }
  return lines.join("\n").trim().concat("\n");
}

/** Whether a service that reads the file runs a server of development. */
function readsForDevelopment({ layout }: Blueprint, { services }: MissingEnvFile): boolean {
  const images = layout.starts.filter(({ path }) => {
    const own = servicesOf(layout.compose, path);
    return own.some(({ name, start }) => start === null && services.includes(name));
  });
  const commands = (layout.compose?.services ?? []).filter(({ name }) => services.includes(name));
  return startsForDevelopment([
    ...commands.flatMap(({ start, supervised }) => [...(start ?? []), ...supervised]),
    ...images.flatMap(({ entrypoint, command, supervised }) => [...entrypoint, ...command, ...supervised]),
  ]);
}

/** The plan's value for what leads to a server that is made here, or whose sample names this machine or nothing. */
function fitting(sample: string, variable: VariableDesign | undefined, made: ReadonlySet<string>): string | null {
  if (variable?.value === null || variable === undefined || refersTo(variable.value, variable.name)) return null;
  const isLocal = /(?:^|[@/])(?:localhost|127\.0\.0\.1)(?=[:/]|$)/.test(sample);
  const isPlanned = variable.source === "service" || variable.source === "unit";
  const isMade = variable.service !== undefined && made.has(variable.service);
  return sample === "" || isMade || (isPlanned && isLocal) ? plain(variable.value) : null;
}

/** The variables of a backing service's image. */
function settings(service: ServiceDesign): readonly (readonly [string, string])[] {
  return Object.entries(service.definition.environment ?? {}).map(([name, value]) => [
    name,
    value
      .replace("{user}", service.user ?? "")
      .replace("{database}", service.database ?? "")
      .replace("{password}", service.password ?? ""),
  ]);
}

function refersTo(value: string, name: string): boolean {
  return new RegExp(`\\$\\{${literalPattern(name)}\\b`).test(value);
}

/** References stay, without the message that only a Compose file shows. */
function plain(value: string): string {
  const text = value.replace(/\$\{(\w+):\?[^}]*\}/g, "${$1}");
  return text.includes("${") ? text : envText(text);
}
