import { splitPort } from "../../docker/compose/ports";
import type { Blueprint, SecretForm, VariableDesign } from "../blueprint";
import { isFilePassword, passwordOf, secretFiles } from "../secret-files";

export interface EnvNeed {
  readonly name: string;
  readonly value: { readonly text: string } | { readonly random: SecretForm };
  readonly isSecret: boolean;
  readonly comment: string;
  /** It is no choice, so that the sample shows it as well. */
  readonly isFixed?: true;
}

/** What `.env` must hold on this machine for `docker compose up` to start. */
export function envNeeds(blueprint: Blueprint): readonly EnvNeed[] {
  const needs = new Map<string, EnvNeed>();
  const inFiles = new Set(secretFiles(blueprint).map(({ id }) => id));
  for (const service of blueprint.services) {
    if (service.passwordVariable !== null && !isFilePassword(blueprint, service)) {
      needs.set(service.passwordVariable, {
        name: service.passwordVariable,
        value: passwordOf(service),
        isSecret: true,
        comment: `Password of the service ${service.name}${service.fixed?.password ? ", which stands in the code" : ""}`,
      });
    }
  }
  for (const variable of allVariables(blueprint)) {
    if (variable.envValue === null || needs.has(variable.name) || inFiles.has(variable.name)) continue;
    needs.set(variable.name, {
      name: variable.name,
      value: variable.envValue,
      isSecret: variable.secret,
      comment:
        "random" in variable.envValue ? `Read in ${variable.where}` : `Read in ${variable.where}; check this value`,
    });
  }
  for (const need of [...loginNeeds(blueprint), ...portNeeds(blueprint)])
    if (!needs.has(need.name)) needs.set(need.name, need);
  return [...needs.values()];
}

/**
 * Compose leaves empty what a service of theirs takes from a variable without a preset: neither it nor its clients have a name
 * then.
 */
function loginNeeds({ services }: Blueprint): readonly EnvNeed[] {
  return services.flatMap(({ name: service, exists, user, database, definition: { access } }) => {
    const parts = [
      { what: "User", written: user, usual: access.user },
      { what: "Database", written: database, usual: access.database },
    ];
    return parts.flatMap(({ what, written, usual }): EnvNeed[] => {
      const name = referenceOf(written ?? "");
      if (!exists || name === undefined || usual === null) return [];
      const comment = `${what} of the service ${service}; check this value`;
      return [{ name, value: { text: usual }, isSecret: false, comment }];
    });
  });
}

/** The variable of `${NAME}` or `$NAME` and nothing more. */
function referenceOf(text: string): string | undefined {
  return /^\$(?:\{(\w+)\}|(\w+))$/.exec(text)?.slice(1).find(Boolean);
}

/** Compose refuses a port of a container that is empty: what a service of theirs takes from a variable without a preset. */
function portNeeds({ layout, units, services, compose }: Blueprint): readonly EnvNeed[] {
  return (layout.compose?.services ?? []).flatMap(({ name: service, ports }) => {
    const web = units.flatMap(unit => unit.web ?? []).find(one => one.service === service);
    const backing = services.find(({ name, exists }) => exists && name === service);
    return ports.flatMap((text): EnvNeed[] => {
      const { published, target } = splitPort(text);
      const name = referenceOf(target);
      const shown = /^\d+$/.test(published ?? "") ? published : null;
      const port = web?.port ?? backing?.definition.port ?? shown;
      if (name === undefined || port === null) return [];
      const comment = `Port of the service ${service}, which ${compose.path} asks for`;
      return [{ name, value: { text: String(port) }, isSecret: false, comment, isFixed: true }];
    });
  });
}

/** Variables of all units, each name once; where one unit needs it, it is needed. */
export function allVariables(blueprint: Blueprint): readonly VariableDesign[] {
  const byName = new Map<string, VariableDesign>();
  for (const variable of blueprint.units.flatMap(({ variables }) => variables)) {
    const known = byName.get(variable.name);
    if (!known || (!known.required && variable.required)) byName.set(variable.name, variable);
  }
  return [...byName.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** A value as an environment file holds it. */
export function envText(value: string): string {
  return /^[\w@%+:,./?&=~-]*$/.test(value) ? value : `'${value.replace(/'/g, "")}'`;
}
