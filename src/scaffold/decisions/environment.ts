import { compareText, type Place } from "../../model/place";
import type { ServiceDesign, VariableDesign, WebDesign } from "../blueprint";
import { cite } from "../cite";
import type { EnvironmentVariable, Integration } from "../../model/recon";
import { isSetByGithub } from "../../recon/environment/environment-read";
import { maskSecrets } from "../../workspace/mask";
import { isConnectionName, settingOf } from "../../recon/integrations/variable-names";
import { isEnvSample } from "../layout/env-samples";
import { selectsEngine } from "../layout/engine-names";
import { opensAlike } from "../layout/mode-switches";
import { allowedHosts } from "./allowed-hosts";
import { firstIdentity, isFirstPassword } from "./first-account";
import { engineOf } from "./engine-word";
import { cloudKeys } from "./cloud-keys";
import {
  connectionValue,
  FERNET_STAND_IN,
  isWhole,
  placeholder,
  required,
  roleOf,
  standIn,
  unneeded,
  writtenRole,
} from "./environment-values";
import { holdsScheme, schemeOf, schemeWord } from "./scheme";
import { neighbourValue, type Neighbour } from "./neighbours";
import { literalPattern } from "../../model/patterns";
import { findDefinition } from "./services";
import type { Subject } from "./subject";

/** Every variable of the application, with what Compose and `.env` give it. */
export function decideVariables(
  subject: Subject,
  services: readonly ServiceDesign[],
  web: WebDesign | null,
  neighbours: readonly Neighbour[],
): readonly VariableDesign[] {
  const read = subject.recon.environment
    .filter(
      ({ scope, name }) =>
        // What a library reads, or a start command that the shell completes, matters where it leads to a service.
        (scope === "application" || (scope !== "script" && isWired(subject, name))) &&
        !IGNORED.test(name) &&
        !isSetByGithub(name),
    )
    .filter(variable => !isOurs(variable, services))
    .map(variable => decideOne(subject, variable, services, web, neighbours));
  return [...read, ...cloudKeys(subject, services)].sort((left, right) => compareText(left.name, right.name));
}

/** Variables of the shell, the interpreter, the official Python image and the platform: none of the application's own. */
const IGNORED =
  /^(?:PATH|HOME|USER|PWD|SHELL|LANG|LC_\w+|TERM|TMPDIR|TEMP|TMP|HOSTNAME|VIRTUAL_ENV|PYTHON[A-Z]*|PYTHON_(?:VERSION|SHA256)|GPG_KEY|CI|PYTEST_\w+|DISPLAY|EDITOR|NO_COLOR|COLUMNS)$/;

function isInSample({ path }: Place): boolean {
  return /(?:^|\/)\.env[^/]*$/.test(path) || isEnvSample(path);
}

/** The servers' own, or a service's password, that only a sample file names, as after our own merge: the code does not read it. */
function isOurs({ name, places }: EnvironmentVariable, services: readonly ServiceDesign[]): boolean {
  return (
    (name === "WEB_CONCURRENCY" || services.some(({ definition }) => definition.access.passwordVariable === name)) &&
    places.every(isInSample)
  );
}

function isWired({ recon }: Subject, name: string): boolean {
  return recon.integrations.some(({ variables }) => variables.includes(name));
}

/** Whether recon saw this variable decide where a server listens: both stand on the line that starts it. */
function holdsBindAddress({ recon }: Subject, { places }: EnvironmentVariable): boolean {
  return recon.readiness.some(
    ({ rule, place }) =>
      rule === "loopback-bind" &&
      places.some(({ path, line }) => path === place.path && Math.abs(line - place.line) <= 1),
  );
}

function decideOne(
  subject: Subject,
  variable: EnvironmentVariable,
  services: readonly ServiceDesign[],
  web: WebDesign | null,
  neighbours: readonly Neighbour[],
): VariableDesign {
  const { recon, layout, decider } = subject;
  const { name } = variable;
  // Where it is read; a sample, which a run of ours may have written, only where nothing reads it.
  const place = variable.places.find(own => !isInSample(own)) ?? variable.places[0];
  const sample = nonEmpty(variable.default) ?? nonEmpty(layout.envSamples.get(name)) ?? shownAddress(variable);
  const integration = pickIntegration(recon.integrations, name, services, sample);
  const service = integration ? serviceOf(integration, services) : undefined;
  const scheme = schemeOf(subject, integration, service);
  const role =
    service && variable.type !== "bool" && !isWhole(variable, integration) && !holdsScheme(subject, name, sample)
      ? (writtenRole(variable, sample, service) ??
        roleOf(name, sample, service, integration?.variables) ??
        roleOf(settingOf(variable) ?? "", sample, service))
      : null;
  const isFernet = layout.fernetKeys.has(name);
  const base = {
    name,
    required: variable.required && !variable.hasDefault,
    secret: variable.secret,
    type: variable.type,
    default: variable.default,
    hasDefault: variable.hasDefault,
    buildValue: isFernet
      ? FERNET_STAND_IN
      : standIn(
          variable,
          sample,
          service && (role === "url" || role === "results") ? (scheme ?? service.definition.access.scheme) : null,
        ),
    where: place ? cite(place) : "",
  };
  const set = decider.isSet(`environment.${name}`)
    ? decider.text({ key: `environment.${name}`, value: "", reason: "", places: [...variable.places] })
    : null;
  if (set !== null) return { ...base, source: "value", value: set, envValue: null };
  const engine =
    selectsEngine(name) || layout.engineNames.has(name) ? engineOf(subject, variable, sample, services) : null;
  if (engine !== null) {
    decider.text({
      key: `environment.${name}`,
      value: engine.word,
      reason: `${name} (${base.where}) chooses the database, and ${engine.service.definition.title} is in the stack.`,
      places: variable.places.slice(0, 3),
    });
    return { ...base, source: "service", value: engine.word, envValue: null };
  }
  const word = sample === null ? schemeWord(subject, variable, services) : null;
  if (word !== null) {
    decider.text({
      key: `environment.${name}`,
      value: word,
      reason: `${name} (${base.where}) is put before an address, as the installed driver needs it.`,
      places: variable.places.slice(0, 3),
    });
    return { ...base, source: "service", value: word, envValue: null };
  }
  // An address that opens a branch is read in that branch, so no mere word will do.
  const mode = (role === "url" ? null : modeOf(subject, variable, services)) ?? classOf(subject, variable, services);
  if (mode !== null) return { ...base, buildValue: mode, source: "value", value: mode, envValue: null };
  const wired =
    service && role
      ? connectionValue(role, service, scheme, sampleFor(sample, service), integration?.scheme !== undefined)
      : null;
  if (wired !== null) {
    decider.text({
      key: `environment.${name}`,
      value: wired,
      reason: `${name} (${base.where}) points at the service ${service?.name ?? ""}.`,
      places: variable.places.slice(0, 3),
    });
    return { ...base, source: "service", value: wired, envValue: null };
  }
  // Its client signs in with any password but an empty one, which an open server refuses.
  if (base.required && role === "password" && service?.open) {
    const empty = `\${${name}:-}`;
    decider.text({
      key: `environment.${name}`,
      value: empty,
      reason: `${service.definition.title} asks for no password, since ${service.open}, so ${name} (${base.where}) stays empty.`,
      places: variable.places.slice(0, 3),
    });
    return { ...base, required: false, source: "value", value: empty, envValue: null };
  }
  // Without an address Sentry's client stays off, and with a made-up one it refuses to start.
  if (base.required && recon.integrations.some(other => other.service === "sentry" && other.variables.includes(name))) {
    return { ...base, required: false, source: "value", value: `\${${name}:-}`, envValue: null };
  }
  const bound = base.required && sample === null && web ? boundValue(subject, name, web.port) : null;
  if (bound !== null) return { ...base, source: "value", value: bound, envValue: null };
  const isAddress = recon.integrations.some(({ whole }) =>
    // Settings may have a prefix before the field's name.
    whole?.some(own => name === own || name.endsWith(`_${own}`)),
  );
  const neighbour = neighbourValue(variable, sample, neighbours, subject.unit, isAddress);
  if (neighbour !== null) {
    decider.text({
      key: `environment.${name}`,
      value: neighbour,
      reason: `${name} (${base.where}) points at another service of the code.`,
      places: variable.places.slice(0, 3),
    });
    return { ...base, source: "unit", value: neighbour, envValue: null };
  }
  if (web && name === "PORT") return { ...base, source: "value", value: String(web.port), envValue: null };
  if (
    web &&
    /^(?:127\.0\.0\.1|localhost)?$/.test(sample ?? "") &&
    (/^(?:HOST|BIND_HOST|SERVER_HOST|LISTEN_HOST)$/.test(name) ||
      // Other variables of the same call have no address for their default, and no name of one.
      ((sample !== null || /HOST|BIND|ADDR|LISTEN|INTERFACE/.test(name)) && holdsBindAddress(subject, variable)))
  ) {
    return { ...base, source: "value", value: "0.0.0.0", envValue: null };
  }
  if (
    /ALLOWED_HOSTS$/.test(name) &&
    // An empty default allows nobody; one that is no literal may allow anybody.
    (base.required ||
      !/localhost|\*/.test(sample ?? (variable.hasDefault && variable.default !== "" ? "localhost" : "")))
  ) {
    const hosts = allowedHosts(variable, sample);
    return { ...base, source: "value", value: `\${${name}:-${hosts}}`, envValue: null };
  }
  // Flask builds addresses of itself from it, and older releases answer no other.
  if (web && base.required && sample === null && name === "SERVER_NAME") {
    return { ...base, source: "value", value: `\${${name}:-localhost:${web.publishedPort}}`, envValue: null };
  }
  // A key that signs sessions is read with an empty default and refused later, so it gets a value in any case.
  const signs = variable.secret && isSigningKey(name) && !isWired(subject, name);
  const opens = variable.secret && !isWired(subject, name) && isFirstPassword(recon.environment, name);
  const identity = base.required || nonEmpty(variable.default) !== null ? null : firstIdentity(recon.environment, name);
  if (identity !== null) {
    decider.text({
      key: `environment.${name}`,
      value: identity,
      reason: `${name} (${base.where}) names the first account, whose password is made for this machine.`,
      places: variable.places.slice(0, 3),
    });
    return { ...base, source: "sample", value: `\${${name}:-${identity}}`, envValue: null };
  }
  if (!base.required && !signs && !opens) return { ...base, ...unneeded(variable), envValue: null };
  // Made-up characters are no address, which a person has to give.
  if (variable.secret && !isConnectionName(name)) {
    return {
      ...base,
      source: "secret",
      value: required(name),
      envValue: { random: isFernet ? "fernet" : "text" },
    };
  }
  const guess = layout.envSamples.get(name) || placeholder(variable);
  decider.text({
    key: `environment.${name}`,
    // Plans and documents are shown and committed; `.env` alone holds the password.
    value: variable.secret ? maskSecrets(guess) : guess,
    reason: layout.envSamples.get(name)
      ? `${name} is required (${base.where}); the sample file has this value.`
      : `${name} is required (${base.where}) and has no default, so it gets a stand-in in .env.`,
    places: variable.places.slice(0, 3),
  });
  if (!layout.envSamples.get(name)) {
    decider.ask({
      key: `environment.${name}`,
      text: `What is ${name}?`,
      default: guess,
      candidates: [guess],
      places: variable.places.slice(0, 3),
    });
  }
  // A word that the code takes, where it may refuse any other (`HS256` of an enumeration); no host, which a test would ask.
  const isWord =
    !variable.secret && base.buildValue === "build" && /^[A-Za-z][\w+-]*$/.test(layout.envSamples.get(name) ?? "");
  return {
    ...base,
    buildValue: isWord ? guess : base.buildValue,
    source: "sample",
    value: required(name),
    envValue: { text: guess },
  };
}

/** A default with a login is hidden, but for what its line shows of it behind its name: the scheme with its driver, and the path. */
function shownAddress({ name, default: usual, hasDefault, secret, places }: EnvironmentVariable): string | null {
  if (usual !== null || !hasDefault || !secret) return null;
  // A class of settings has its fields in small letters, with a prefix elsewhere.
  const address = new RegExp(`${literalPattern(name)}\\b.*?["']([a-z][a-z0-9+.-]*://[^"'\\s]+)["']`, "i");
  const alone = /^[^"']*["']([a-z][a-z0-9+.-]*:\/\/[^"'\s]+)["'][^"']*$/i;
  return places.flatMap(({ text }) => (address.exec(text) ?? alone.exec(text))?.[1] ?? [])[0] ?? null;
}

/** What the line that starts the server takes for its address: `run_app(app, host=settings.HOST, port=settings.PORT_CART)`. */
function boundValue({ recon }: Subject, name: string, port: number): string | null {
  const pattern = new RegExp(`\\b(host|port)\\s*=\\s*(?:int\\()?[\\w.]*\\b${literalPattern(name)}\\b`);
  const role = recon.entryPoints.flatMap(({ place }) => pattern.exec(place.text)?.[1] ?? [])[0];
  return role === undefined ? null : role === "port" ? String(port) : "0.0.0.0";
}

/** The value that makes the settings use the database server of the stack, where they would not without it. */
function modeOf(
  { layout, decider, unit }: Subject,
  { name, default: fallback, places }: EnvironmentVariable,
  services: readonly ServiceDesign[],
): string | null {
  const mode = layout.modeSwitches.get(name);
  const server = services.find(
    ({ definition, units }) =>
      units.includes(unit) &&
      definition.access.database !== null &&
      (mode?.engines ?? []).some(engine => definition.names.some(known => engine.startsWith(known))),
  );
  if (!mode || !server || opensAlike(fallback, mode.value)) return null;
  return decider.text({
    key: `environment.${name}`,
    value: mode.value,
    reason: `Only with it the settings use ${server.definition.title} (${cite(mode.place)}), which is in the stack.`,
    places: [mode.place, ...places.slice(0, 2)],
  });
}

/** What loads the settings class for production, where its database is one that the stack has or that it has a default for. */
function classOf(
  { recon, layout, decider }: Subject,
  { name, places }: EnvironmentVariable,
  services: readonly ServiceDesign[],
): string | null {
  const choice = layout.classChoices.get(name);
  if (!choice?.needs.every(needed => pickServed(recon.integrations, needed, services))) return null;
  return decider.text({
    key: `environment.${name}`,
    value: choice.value,
    reason: `${name} (${places[0] ? cite(places[0]) : ""}) chooses among classes of settings, and ${choice.chosen} is the one ${
      choice.isProductive
        ? `for production (${cite(choice.place)}).`
        : `that a container can load (${cite(choice.place)}): none is for production, or its database is on the machine itself. Give it the address of the database by a variable.`
    }`,
    places: [choice.place, ...places.slice(0, 2)],
  });
}

function pickServed(integrations: readonly Integration[], name: string, services: readonly ServiceDesign[]): boolean {
  const integration = pickIntegration(integrations, name, services, null);
  return integration !== undefined && serviceOf(integration, services) !== undefined;
}

/** A key of the application's own, which any value does for; one that another party hands out is no such key. */
function isSigningKey(name: string): boolean {
  const words = name.toUpperCase();
  if (
    /CLIENT|AWS|API|WEBHOOK|S3|MINIO|STRIPE|PAY|CAPTCHA|TURNSTILE|OAUTH|GITHUB|GITLAB|GOOGLE|TWITTER|SLACK/.test(words)
  ) {
    return false;
  }
  return (
    /(?:^|_)(?:SECRET_KEY|SIGNING_KEY|SALT)$/.test(words) ||
    /^(?:APP_|FLASK_|DJANGO_|JWT_|SESSION_|COOKIE_|CSRF_|AUTH_|TOKEN_|SECURITY_)*SECRET$/.test(words)
  );
}

function nonEmpty(text: string | null | undefined): string | null {
  return text === null || text === undefined || text === "" ? null : text;
}

/** Several integrations may name one variable (a queue and a cache on one Redis); one whose service is there wins. */
function pickIntegration(
  integrations: readonly Integration[],
  name: string,
  services: readonly ServiceDesign[],
  sample: string | null,
): Integration | undefined {
  const naming = integrations.filter(({ variables }) => variables.includes(name));
  const served = naming.flatMap(own => serviceOf(own, services) ?? []);
  // A line that reads two addresses names both for each.
  const fitting = served.find(service => sampleFor(sample, service) !== null) ?? served[0];
  const named = naming.find(own => fitting !== undefined && serviceOf(own, services) === fitting);
  if (named) return named;
  // `DB_PASSWORD` belongs to what `DB_HOST` belongs to, however it is read.
  const sibling = naming.length === 0 ? siblingOf(integrations, name, services) : undefined;
  if (sibling) return sibling;
  // Of the service nothing but its client may be known, and of the variable the address that a sample file shows.
  const shown =
    naming.length === 0 && /^(?!https?:|unix:\S*(?:docker|podman))[a-z][a-z0-9+.-]*:\/\/./i.test(sample ?? "");
  const addressed = integrations.find(other => {
    const service = shown ? serviceOf(other, services) : undefined;
    return service !== undefined && sampleFor(sample, service) !== null;
  });
  if (addressed) return addressed;
  // The variable may be known by a default for SQLite, or for a server that no driver is here for, while the driver is all
  // that is known of the one in the stack.
  const isDatabase =
    naming.some(({ kind }) => kind === "database") ||
    (naming.length === 0 && /^(?:[A-Z0-9]+_)*DATABASE_URL$/.test(name));
  return isDatabase
    ? integrations.find(
        other => other.kind === "database" && other.variables.length === 0 && serviceOf(other, services) !== undefined,
      )
    : undefined;
}

function siblingOf(
  integrations: readonly Integration[],
  name: string,
  services: readonly ServiceDesign[],
): Integration | undefined {
  const prefix = name.match(/^(.*_)(?:HOST|PORT|USER|USERNAME|PASSWORD|PASS|NAME|DATABASE)$/)?.[1];
  if (prefix === undefined) return undefined;
  const hosts = [`${prefix}HOST`, `${prefix}HOSTNAME`, `${prefix}SERVER`];
  return integrations.find(
    other => other.variables.some(known => hosts.includes(known)) && serviceOf(other, services) !== undefined,
  );
}

function serviceOf(integration: Integration, services: readonly ServiceDesign[]): ServiceDesign | undefined {
  const definition = findDefinition(integration.service);
  return services.find(service => service.definition.id === definition?.id);
}

/** A sample with the address of another kind of service (SQLite, say) says nothing about this one. */
function sampleFor(sample: string | null, { definition }: ServiceDesign): string | null {
  const scheme = sample?.match(/^([a-z][a-z0-9]*)[a-z0-9+.-]*:\/\//i)?.[1]?.toLowerCase();
  if (scheme === undefined) return sample;
  const fitting = [
    definition.access.scheme.split("+")[0],
    ...definition.names,
    definition.id,
    ...(FAMILIES[definition.id] ?? []),
  ];
  return fitting.includes(scheme) ? sample : null;
}

const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  postgres: ["postgres", "postgresql", "postgis", "pgsql", "psql", "postgresqlpool", "timescalegis"],
  mysql: ["mysql", "mysqlgis", "mariadb"],
  mariadb: ["mysql", "mysqlgis", "mariadb"],
  redis: ["redis", "rediss", "rediscache", "unix", "valkey"],
  rabbitmq: ["amqp", "amqps", "pyamqp", "librabbitmq"],
  mongodb: ["mongodb"],
  elasticsearch: ["http", "https"],
  opensearch: ["http", "https"],
  s3: ["http", "https"],
  neo4j: ["bolt", "neo4j"],
  cassandra: ["cassandra"],
  memcached: ["memcached", "pymemcache", "pymemcached", "memcache"],
};

/** Whether the start is guarded by a check of the variables. */
export function decideCheck({ decider }: Subject, variables: readonly VariableDesign[], runsForGood: boolean): boolean {
  const missing = variables.filter(variable => variable.required);
  return decider.flag({
    key: "environment.check",
    value: missing.length > 0 && runsForGood,
    reason:
      missing.length > 0
        ? `${missing
            .map(({ name }) => name)
            .slice(0, 3)
            .join(
              ", ",
            )}${missing.length > 3 ? ` and ${missing.length - 3} more` : ""} ${missing.length === 1 ? "is" : "are"} required and without default; the check names every missing one at once.`
        : "Every variable has a default.",
  });
}
