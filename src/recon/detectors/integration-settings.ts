import type { Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { walk } from "../../python/values";
import { defineDetector } from "../define-detector";
import { surroundingsOf } from "../environment/surroundings";
import { variableEngines } from "../django/variable-engines";
import { addressProblem } from "../integrations/address";
import { serviceOfBackend } from "../integrations/backends";
import { fixedAddress, unsaidAddress, type AddressPart } from "../integrations/fixed-address";
import { integration, storeKind, type IntegrationEvidence } from "../integrations/integration-evidence";
import { kindOf } from "../integrations/kinds";
import { among, isOwnCode } from "../integrations/own-code";
import { serviceOf } from "../knowledge/services";
import { boundLiterals } from "../readiness/literals";

/** Settings whose name alone says which service they describe, whatever the framework. */
const NAMED_SETTINGS = new Map<string, string>([
  ...["EMAIL_HOST", "MAIL_SERVER", "SMTP_HOST", "SMTP_SERVER"].map(name => [name, "smtp"] as const),
  ...["ELASTICSEARCH_DSL", "ELASTICSEARCH_URL", "ELASTICSEARCH_HOST", "ELASTICSEARCH_HOSTS"].map(
    name => [name, "elasticsearch"] as const,
  ),
  ["AWS_STORAGE_BUCKET_NAME", "s3"],
  ["AUTH_LDAP_SERVER_URI", "ldap"],
  ["SENTRY_DSN", "sentry"],
  // Flask-MySQLdb and Flask-MySQL read these from the application's configuration.
  ["MYSQL_HOST", "mysql"],
  ["MYSQL_DATABASE_HOST", "mysql"],
]);
const ADDRESS_KEYS = /^(?:HOST|LOCATION|SERVER|URLS?|hosts?|CONFIG|credentials)$/i;

/** Files that name a back end or a service in their settings. */
const NAMING = among(isOwnCode, (_project, file) => {
  const isOne =
    boundLiterals(file).some(({ text, isTemplate }) => !isTemplate && serviceOfBackend(text) !== null) ||
    file.facts.assignments.some(({ target, key }) => NAMED_SETTINGS.has(keyOf(target, key)));
  return isOne ? [file] : [];
});

/** Places that change a part of DATABASES after it was made: what its entries say is not all of them. */
const LATER = among(isOwnCode, (_project, { facts: { assignments, calls } }) => [
  ...assignments.flatMap(({ target, key, augmented, offset }) =>
    /(?:^|\.)DATABASES(?:\[|$)/.test(target) && (key !== null || augmented || target.endsWith("]")) ? [offset] : [],
  ),
  ...calls.flatMap(({ callee, offset }) =>
    /(?:^|\.)DATABASES(?:\[.*\])?\.(?:update|setdefault|__setitem__)$/.test(callee) ? [offset] : [],
  ),
]);

const ENGINES = among(isOwnCode, variableEngines);

/** The last part of what is set: the key of a mapping, or the name. */
function keyOf(target: string, key: Value | null): string {
  return key?.kind === "string" ? key.value : target.slice(target.lastIndexOf(".") + 1);
}

/**
 * Back ends named by their dotted path in settings (`django.db.backends.postgresql`, `django_redis.cache.RedisCache`), and
 * settings that name a service themselves.
 */
export const detector = defineDetector({
  id: "integration-settings",
  title: "Back ends in settings",
  reads: { everything: true },
  detect({ project, dependencies, each }) {
    const drivers = new Set(
      dependencies.flatMap(({ name, direct }) => {
        const use = direct ? serviceOf(name) : null;
        return use?.confidence === "high" && kindOf(use.service) === "database" ? [use.service] : [];
      }),
    );
    // Of several databases that settings may choose from, the one that has its driver installed is what runs.
    const lacksDriver = (service: string): boolean =>
      kindOf(service) === "database" &&
      service !== "sqlite" &&
      drivers.size > 0 &&
      !drivers.has(service) &&
      !(service === "mysql" && drivers.has("mariadb"));
    const { unset } = surroundingsOf(project);
    // What only a variable names is what the one driver is for.
    const [driver, ...others] = drivers;
    const chosen = each(ENGINES).flatMap(({ file, offset, scope, entries }) =>
      driver === undefined || others.length > 0
        ? []
        : integration(driver, "settings", project.place(file, offset), {
            variables: entries.flatMap(({ value }) => project.resolve(file, value, scope).variables),
            optional: file.role === "script" || unset.isPassedOver(file, offset),
          }),
    );
    const touched = each(LATER).length > 0;
    const named = each(NAMING).flatMap(file => {
      const found: IntegrationEvidence[] = [];
      for (const { text, isTemplate, offset, name } of boundLiterals(file)) {
        const service = isTemplate ? null : serviceOfBackend(text);
        if (service === null) continue;
        const around = entriesAround(file, offset);
        const parts = around.map(entry => ({ ...entry, ...project.resolve(file, entry.value, entry.scope) }));
        const addresses = parts.filter(({ key }) => ADDRESS_KEYS.test(key)).flatMap(({ value }) => textsIn(value));
        // A list of addresses is read item by item.
        const inLists = around.flatMap(({ value, scope }) =>
          value.kind === "sequence" || value.kind === "dict"
            ? readsIn(value).flatMap(read => project.resolve(file, read, scope).variables)
            : [],
        );
        const variables = [...new Set([...parts.flatMap(part => part.variables), ...inLists])];
        const entries = around.map(({ key, value, scope }) => ({ name: key, file, value, scope }));
        const asksHost = parts.some(part => part.key === "HOST" && part.variables.length > 0);
        const isServer =
          !asksHost && /^(?:postgres|mysql|mariadb)/.test(service) && !touched && !isSpread(file, offset);
        found.push(
          integration(service, "settings", project.place(file, offset), {
            kind: storeKind(service, /ChannelLayer|rabbitmq/.test(text) ? "CHANNEL" : name),
            variables,
            breaks: addresses.map(addressProblem).find(problem => problem !== null) ?? null,
            fixed: fixedAddress(project, entries) ?? (isServer ? unsaidAddress(project, entries) : null),
            optional: lacksDriver(service) || file.role === "script" || unset.isPassedOver(file, offset),
          }),
        );
      }
      return [...found, ...servicesNamed(project, file)];
    });
    return [...named, ...chosen];
  },
});

/** The services of settings whose name says which they describe. */
function servicesNamed(project: PythonProject, file: PythonFile): readonly IntegrationEvidence[] {
  const { unset } = surroundingsOf(project);
  return file.facts.assignments.flatMap(({ target, key, value, scope, offset }) => {
    const name = keyOf(target, key);
    const service = NAMED_SETTINGS.get(name);
    if (service === undefined || !value || isEmpty(value)) return [];
    const { value: given, variables } = project.resolve(file, value, scope);
    const texts = textsIn(given);
    if (texts.every(text => text === "") && variables.length === 0) return [];
    return [
      integration(service, "settings", project.place(file, offset), {
        variables,
        breaks: texts.map(addressProblem).find(problem => problem !== null) ?? null,
        fixed: fixedAddress(project, settingsLike(file, name)),
        optional: file.role === "script" || unset.isPassedOver(file, offset),
      }),
    ];
  });
}

/** The settings of a file that begin as this one does: `MYSQL_USER` and `MYSQL_DB` beside `MYSQL_HOST`. */
function settingsLike(file: PythonFile, name: string): readonly AddressPart[] {
  const prefix = name.slice(0, name.lastIndexOf("_") + 1);
  return file.facts.assignments.flatMap(({ target, key, value, scope }) => {
    const own = keyOf(target, key);
    return value !== null && prefix !== "" && own.startsWith(prefix) ? [{ name: own, file, value, scope }] : [];
  });
}

function isEmpty(value: { readonly kind: string; readonly value?: unknown }): boolean {
  return value.kind === "constant" || (value.kind === "string" && value.value === "");
}

function textsIn(root: Value): readonly string[] {
  const texts: string[] = [];
  walk(root, value => void (value.kind === "string" && texts.push(value.value)));
  return texts;
}

/** Calls and subscripts inside a value: what may read a variable. */
function readsIn(root: Value): readonly Value[] {
  const found: Value[] = [];
  walk(root, value => void ((value.kind === "call" || value.kind === "subscript") && found.push(value)));
  return found;
}

/** Whether a mapping around an offset takes in entries from elsewhere (`**BASE`). */
function isSpread(file: PythonFile, offset: number): boolean {
  const holds = (value: Value): boolean => value.offset <= offset && offset < value.end;
  let found = false;
  const look = (value: Value): void => {
    if (!holds(value)) return;
    if (value.kind === "dict") found ||= value.entries.some(({ key }) => key === null);
    else if (value.kind === "call" && value.callee === "dict")
      found ||= value.arguments.length > 0 || value.keywords.some(({ name }) => name === null);
  };
  for (const { value } of file.facts.assignments) if (value && holds(value)) walk(value, look);
  for (const { returns } of file.facts.definitions) for (const value of returns) if (holds(value)) walk(value, look);
  return found;
}

interface Entry {
  readonly key: string;
  readonly value: Value;
  readonly scope: number;
}

/** Entries of the innermost mapping that holds an offset, or of the keyword call `dict(ENGINE=…)`. */
function entriesAround(file: PythonFile, offset: number): readonly Entry[] {
  let inner: readonly Entry[] = [];
  const roots = [
    ...file.facts.assignments.map(({ value, scope }) => ({ root: value, scope })),
    ...file.facts.definitions.flatMap(({ returns }, scope) => returns.map(root => ({ root, scope }))),
  ];
  for (const { root, scope } of roots) {
    if (!root || root.offset > offset || root.end < offset) continue;
    walk(root, value => {
      if (value.offset > offset || value.end < offset) return;
      if (value.kind === "dict")
        inner = value.entries.flatMap(({ key, value: entry }) =>
          key?.kind === "string" ? [{ key: key.value, value: entry, scope }] : [],
        );
      else if (value.kind === "call" && value.callee === "dict")
        inner = value.keywords.flatMap(({ name, value: entry }) =>
          name === null ? [] : [{ key: name, value: entry, scope }],
        );
    });
  }
  return inner;
}
