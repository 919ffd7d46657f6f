import type { Blueprint, VariableDesign } from "../blueprint";
import { isFilePassword, passwordOf, secretFiles } from "../secret-files";

export interface EnvNeed {
  readonly name: string;
  readonly value: { readonly text: string } | { readonly random: "text" | "fernet" };
  readonly isSecret: boolean;
  readonly comment: string;
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
  return [...needs.values()];
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
