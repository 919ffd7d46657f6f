import type { Place } from "../../model/place";
import type { EnvironmentVariable, Integration } from "../../model/recon";
import { literalPattern } from "../../model/patterns";
import { settingOf } from "../../recon/integrations/variable-names";
import type { SecretForm, ServiceDesign, VariableDesign, WebDesign } from "../blueprint";
import { cite } from "../cite";
import { completedSample, isEnvSample } from "../layout/env-samples";
import { FORMED_STAND_INS, isTelegramToken, standIn } from "./build-value";
import { isWhole, roleOf, writtenRole } from "./variable-role";
import type { Neighbour } from "./neighbours";
import { holdsScheme, schemeFor } from "./scheme";
import type { Subject } from "./subject";
import { pickIntegration, serviceOf } from "./variable-integration";

/** What the stack has that a variable may lead to. */
export interface Surroundings {
  readonly services: readonly ServiceDesign[];
  readonly web: WebDesign | null;
  readonly neighbours: readonly Neighbour[];
  /** The module that is decided to be the settings of a site of Django. */
  readonly djangoSettings: string | null;
}

/** All that is known of a variable before it is given a value. */
export interface VariableQuestion extends Surroundings {
  readonly subject: Subject;
  readonly variable: EnvironmentVariable;
  /** What a default, a sample file or the line that reads it shows; null where none does. */
  readonly sample: string | null;
  /** What it is said to lead to, and the service of the stack that is one. */
  readonly integration: Integration | undefined;
  readonly service: ServiceDesign | undefined;
  readonly scheme: string | null;
  /** Which part of the service's address it holds; null where it holds none. */
  readonly role: ReturnType<typeof roleOf>;
  /** What it has to look like where characters are made up for it. */
  readonly form: SecretForm;
  readonly base: VariableBase;
}

type VariableBase = Omit<VariableDesign, "source" | "value" | "envValue">;

export function aboutVariable(
  subject: Subject,
  variable: EnvironmentVariable,
  surroundings: Surroundings,
): VariableQuestion {
  const { recon, layout } = subject;
  const { services } = surroundings;
  const { name } = variable;
  const shown = nonEmpty(layout.envSamples.get(name));
  const usual = nonEmpty(variable.default) ?? shownAddress(variable);
  const sample = nonEmpty(variable.default) ?? shown ?? usual;
  const integration = pickIntegration(recon.integrations, name, services, sample);
  const service = integration && serviceOf(integration, services);
  const scheme = schemeFor(subject, name, { usual, sample }, integration, service);
  const isPart = variable.type !== "bool" && !isWhole(variable, integration) && !holdsScheme(subject, name, sample);
  const role = service && isPart ? roleIn(service, variable, sample, integration) : null;
  const form = formOf(subject, variable);
  const address =
    service && (role === "url" || role === "results") ? (scheme ?? service.definition.access.scheme) : null;
  // Where it is read; a sample only where nothing reads it, and last the one that a run of ours may have added it to.
  const added = completedSample(layout.allFiles);
  const place =
    variable.places.find(own => !isInSample(own)) ??
    variable.places.find(({ path }) => path !== added) ??
    variable.places[0];
  const base = {
    name,
    required: variable.required && (!variable.hasDefault || endsImport(variable)),
    secret: variable.secret,
    type: variable.type,
    default: variable.default,
    hasDefault: variable.hasDefault,
    buildValue: FORMED_STAND_INS.get(form) ?? standIn(variable, sample, address),
    where: place ? cite(place) : "",
  };
  return { ...surroundings, subject, variable, sample, integration, service, scheme, role, form, base };
}

function formOf({ recon, layout }: Subject, { name, secret }: EnvironmentVariable): SecretForm {
  if (layout.fernetKeys.has(name)) return "fernet";
  const isTelegram = secret && isTelegramToken(name) && recon.frameworks.some(each => each.name === "telegram");
  return isTelegram ? "telegram" : "text";
}

function roleIn(
  service: ServiceDesign,
  variable: EnvironmentVariable,
  sample: string | null,
  integration: Integration | undefined,
): VariableQuestion["role"] {
  const type = variable.type ?? "";
  // Whatever it is called, its type takes nothing but the address of a server: `DATABASE_SERVER: PostgresDsn`.
  if (type.endsWith("Dsn")) return "url";
  const role =
    writtenRole(variable, sample, service) ??
    roleOf(variable.name, sample, service, integration?.variables) ??
    roleOf(settingOf(variable) ?? "", sample, service);
  // `REDIS_DASHBOARD: HttpUrl` is a page about it; a part of its address can only be all of it, where the type takes its scheme.
  const isTaken = /Http/.test(type) ? /^http/.test(service.definition.access.scheme) : type.endsWith("AnyUrl");
  return role !== null && isTaken ? "url" : role;
}

/**
 * Whether a file cannot be imported without a secret, whatever another read does without it. One that a function asks for may be
 * of a part that is off without it, and a made-up one would switch that on.
 */
function endsImport({ name, secret, places }: EnvironmentVariable): boolean {
  const read = new RegExp(`\\b(?:os\\.)?environ\\[\\s*["']${literalPattern(name)}["']`);
  // The text of a place has no indentation, its column has.
  return (
    secret &&
    places.some(({ text, column }) => text.search(read) === column - 1 && !/^(?:async|def|if)\b|\blambda\b/.test(text))
  );
}

export function isInSample({ path }: Place): boolean {
  return /(?:^|\/)\.env[^/]*$/.test(path) || isEnvSample(path);
}

export function nonEmpty(text: string | null | undefined): string | null {
  return text === null || text === undefined || text === "" ? null : text;
}

/** A default with a login is hidden, but for what its line shows of it behind its name: the scheme with its driver, and the path. */
function shownAddress({ name, default: usual, hasDefault, secret, places }: EnvironmentVariable): string | null {
  if (usual !== null || !hasDefault || !secret) return null;
  // A class of settings has its fields in small letters, with a prefix elsewhere.
  const address = new RegExp(`${literalPattern(name)}\\b.*?["']([a-z][a-z0-9+._-]*://[^"'\\s]+)["']`, "i");
  const alone = /^[^"']*["']([a-z][a-z0-9+._-]*:\/\/[^"'\s]+)["'][^"']*$/i;
  return places.flatMap(({ text }) => (address.exec(text) ?? alone.exec(text))?.[1] ?? [])[0] ?? null;
}
