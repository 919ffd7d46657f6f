import type { Random } from "../model/ports";
import type { Blueprint, SecretForm, ServiceDesign, UnitDesign, VariableDesign } from "./blueprint";
import { required } from "./decisions/connection-value";

/** A secret that reaches containers as a file below `/run/secrets` instead of a variable. */
export interface SecretFile {
  /** Name in the Compose file and below `secrets/`. */
  readonly id: string;
  /** Generated text, or an address whose passwords are those of other files. */
  readonly value: { readonly random: SecretForm } | { readonly template: string } | { readonly text: string };
  readonly why: string;
}

/**
 * A secret for this machine: a key of Fernet has 32 bytes in base 64, a token of Telegram the number of a bot before its
 * characters, any other as many characters as the keys that Django makes.
 */
export function newSecret(random: Random, form: SecretForm): string {
  if (form === "telegram") return `123456789:${random.text(35)}`;
  return form === "fernet" ? `${random.text(43)}=` : random.text(50);
}

export const SECRET_FOLDER = "secrets";

/** Where containers find the file of a secret. */
export function secretPath(name: string): string {
  return `/run/secrets/${name}`;
}

/** A reference to a value that `.env` would have to hold. */
const REFERENCE = /\$\{(\w+):\?[^}]*\}/g;

/** The password of a service as a file, where its image reads one. */
export function isFilePassword(blueprint: Pick<Blueprint, "compose">, service: ServiceDesign): boolean {
  return (
    blueprint.compose.secrets === "files" &&
    service.passwordVariable !== null &&
    !service.exists &&
    service.definition.readsPasswordFile === true
  );
}

/** The password of a service: a random one, unless the code has one. */
export function passwordOf({ fixed }: ServiceDesign): { readonly text: string } | { readonly random: "text" } {
  return fixed?.password ? { text: fixed.password.text } : { random: "text" };
}

/** How the code of a unit gets at a file: by the variable that names it, or through the check before its start. */
export type Reader = "variable" | "check";

export function readerOf(unit: Pick<UnitDesign, "recon" | "isForeignDockerfile">, name: string): Reader | null {
  const file = unit.recon.environment.find(variable => variable.name === `${name}_FILE`);
  if (unit.isForeignDockerfile) return file ? "variable" : null;
  // A script of a shell that does so runs only in an image that starts it.
  return file?.places.some(({ path }) => path.endsWith(".py")) ? "variable" : "check";
}

type Stack = Pick<Blueprint, "compose" | "services">;

/**
 * The variables of a unit that become files: secrets of its own, and addresses with the password of a service that reads
 * it from a file as well. What is no secret stays in `.env`.
 */
export function fileVariables(stack: Stack, unit: UnitDesign): readonly VariableDesign[] {
  if (stack.compose.secrets !== "files") return [];
  const passwords = stack.services.filter(service => isFilePassword(stack, service)).map(own => own.passwordVariable);
  return unit.variables.filter(({ name, value, source }) => {
    const referred = [...(value ?? "").matchAll(REFERENCE)].map(match => match[1] ?? "");
    const isSecret = source === "secret" ? referred.length > 0 : referred.some(own => passwords.includes(own));
    return isSecret && readerOf(unit, name) !== null;
  });
}

/** Those that the check before the start has to read for the code. */
export function loadedVariables(stack: Stack, unit: UnitDesign): readonly string[] {
  return fileVariables(stack, unit)
    .map(({ name }) => name)
    .filter(name => readerOf(unit, name) === "check");
}

/** Two units may mean different things by one name; the second gets the unit's name before it. */
export function secretId(blueprint: Blueprint, unit: UnitDesign, variable: VariableDesign): string {
  const other = blueprint.units.find(
    candidate =>
      candidate !== unit &&
      blueprint.units.indexOf(candidate) < blueprint.units.indexOf(unit) &&
      fileVariables(blueprint, candidate).some(({ name, value }) => name === variable.name && value !== variable.value),
  );
  return other === undefined ? variable.name : `${unit.name.toUpperCase().replace(/-/g, "_")}_${variable.name}`;
}

/** Every file below `secrets/`: passwords first, since addresses are made from them. */
export function secretFiles(blueprint: Blueprint): readonly SecretFile[] {
  const files = new Map<string, SecretFile>();
  for (const service of blueprint.services) {
    const { passwordVariable, name } = service;
    if (passwordVariable === null || !isFilePassword(blueprint, service)) continue;
    files.set(passwordVariable, { id: passwordVariable, value: passwordOf(service), why: `Password of ${name}` });
  }
  for (const unit of blueprint.units) {
    for (const variable of fileVariables(blueprint, unit)) {
      const id = secretId(blueprint, unit, variable);
      if (files.has(id)) continue;
      const template = variable.value ?? "";
      const own = variable.envValue;
      files.set(id, {
        id,
        value: template === required(variable.name) && own !== null && "random" in own ? own : { template },
        why: variable.where,
      });
    }
  }
  return [...files.values()];
}

/** A text with the passwords of other files in it; null where one of them is not known. */
export function filled(template: string, valueOf: (name: string) => string | undefined): string | null {
  let isWhole = true;
  const text = template.replace(REFERENCE, (_, name: string) => {
    const value = valueOf(name);
    if (value === undefined) isWhole = false;
    return value ?? "";
  });
  return isWhole ? text.replace(/\$\{\w+:-([^}]*)\}/g, "$1").replaceAll("$$", "$") : null;
}
