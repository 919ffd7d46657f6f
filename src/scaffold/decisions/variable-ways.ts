import { literalPattern } from "../../model/patterns";
import type { EnvironmentVariable } from "../../model/recon";
import { isConnectionName } from "../../recon/integrations/variable-names";
import { maskSecrets } from "../../workspace/mask";
import type { ServiceDesign, VariableDesign } from "../blueprint";
import { cite } from "../cite";
import type { ComparedWord } from "../layout/compared-words";
import { debugOff, isDebugSwitch } from "../layout/debug-switch";
import { selectsEngine } from "../layout/engine-names";
import { opensAlike } from "../layout/mode-switches";
import type { OverriddenSetting } from "../layout/overridden-settings";
import { hasOwnImage } from "../layout/own-dockerfile";
import { allowedHosts } from "./allowed-hosts";
import { engineOf } from "./engine-word";
import { buildAddress, isChatToken, placeholder } from "./build-value";
import { connectionValue, required } from "./connection-value";
import { fileDatabase } from "./file-database";
import { givenByTheirs } from "./given-by-theirs";
import { firstIdentity, isFirstPassword } from "./first-account";
import { neighbourValue } from "./neighbours";
import { schemeWord } from "./scheme";
import { fillsSigningKey, isSigningKey } from "./signing-key";
import { STATIC_FOLDER } from "./static-server";
import type { Subject } from "./subject";
import { isServed, sampleFor } from "./variable-integration";
import { isInSample, nonEmpty, type VariableQuestion } from "./variable-question";

type Answer = Pick<VariableDesign, "source" | "value"> &
  Partial<Pick<VariableDesign, "envValue" | "required" | "buildValue" | "service">>;

/** A way to find what Compose and `.env` give a variable; null where it has no answer. */
type Way = (question: VariableQuestion) => Answer | null;

/** In the order in which they are asked; the first answer counts. */
const WAYS: readonly Way[] = [
  chosenByPerson,
  settingsOfSite,
  databaseEngine,
  beforeAddress,
  modeOfSettings,
  folderOfStaticFiles,
  partOfServiceAddress,
  fileOfDatabase,
  noPassword,
  noErrorTracker,
  whereServerListens,
  otherUnit,
  ownPort,
  bindAddress,
  allowedHostNames,
  serverName,
  oneOfItsWords,
  debugSwitch,
  firstAccount,
  leftToCode,
  chatToken,
  madeSecret,
  givenByTheirs,
];

/** The variable with the value that it gets in the stack; where nothing says one, the person is asked. */
export function decideVariable(question: VariableQuestion): VariableDesign {
  for (const way of WAYS) {
    const answer = way(question);
    if (answer) return { ...question.base, envValue: null, ...answer };
  }
  return { ...question.base, ...askedFor(question) };
}

/** Keeps the value with its reason in the plan. */
function told(
  { subject, variable }: Pick<VariableQuestion, "subject" | "variable">,
  value: string,
  reason: string,
  places = variable.places,
): string {
  return subject.decider.text({ key: `environment.${variable.name}`, value, reason, places: places.slice(0, 3) });
}

function chosenByPerson({ subject: { decider }, variable: { name, places } }: VariableQuestion): Answer | null {
  const key = `environment.${name}` as const;
  if (!decider.isSet(key)) return null;
  return { source: "value", value: decider.text({ key, value: "", reason: "", places: [...places] }) };
}

/** An image of ours names the settings for every process itself (`django.settings`). */
function settingsOfSite({ subject, djangoSettings, base }: VariableQuestion): Answer | null {
  if (base.name !== "DJANGO_SETTINGS_MODULE" || !base.required || djangoSettings === null) return null;
  return hasOwnImage(subject)
    ? { buildValue: djangoSettings, source: "value", value: djangoSettings }
    : { required: false, source: "file", value: null };
}

function databaseEngine(question: VariableQuestion): Answer | null {
  const { subject, variable, sample, services, base } = question;
  const { name } = variable;
  if (!selectsEngine(name) && !subject.layout.engineNames.has(name)) return null;
  const engine = engineOf(subject, variable, sample, services);
  if (engine === null) return null;
  const { title } = engine.service.definition;
  told(question, engine.word, `${name} (${base.where}) chooses the database, and ${title} is in the stack.`);
  // Settings import the back end of that name, in the build as well.
  return { buildValue: engine.word, source: "service", value: engine.word };
}

function beforeAddress(question: VariableQuestion): Answer | null {
  const { subject, variable, sample, services, base } = question;
  // What the sample shows is no help to code that goes on with nothing.
  const isLacking = sample === null || (!base.required && variable.default === "");
  const word = isLacking ? schemeWord(subject, variable, services) : null;
  if (word === null) return null;
  told(question, word, `${variable.name} (${base.where}) is put before an address, as the installed driver needs it.`);
  return { source: "service", value: word };
}

function modeOfSettings({ subject, variable, services, role }: VariableQuestion): Answer | null {
  // An address that opens a branch is read in that branch, so no mere word will do.
  const mode = (role === "url" ? null : modeOf(subject, variable, services)) ?? classOf(subject, variable, services);
  return mode === null ? null : { buildValue: mode, source: "value", value: mode };
}

/** A folder of its own, since where the code lies in the image is decided elsewhere; an image of theirs has its own already. */
function folderOfStaticFiles(question: VariableQuestion): Answer | null {
  const { subject, base } = question;
  if (base.name !== subject.layout.staticRootVariable || hasOwnImage(subject)) return null;
  told(question, STATIC_FOLDER, `${base.name} (${base.where}) alone says where static files are collected to.`);
  return { buildValue: STATIC_FOLDER, source: "value", value: STATIC_FOLDER };
}

function partOfServiceAddress(question: VariableQuestion): Answer | null {
  const { service, role, scheme, sample, integration, base } = question;
  if (!service || !role) return null;
  const fitting = sampleFor(sample, service);
  const value = connectionValue(role, service, scheme, fitting, integration?.scheme !== undefined);
  if (value === null) return null;
  told(question, value, `${base.name} (${base.where}) points at the service ${service.name}.`);
  return { source: "service", service: service.name, value };
}

function fileOfDatabase({ subject, variable, sample, service, base }: VariableQuestion): Answer | null {
  const address = base.required && sample === null && !service ? fileDatabase(subject, variable) : null;
  if (address === null) return null;
  const value = `\${${base.name}:-${address}}`;
  told(
    { subject, variable },
    value,
    `${base.name} (${base.where}) names a database, and SQLite's driver is the only one that is installed; another address in .env goes before.`,
  );
  return { buildValue: buildAddress(address.split(":", 1)[0] ?? ""), source: "service", value };
}

/** A client signs in with any password but an empty one, which an open server refuses. */
function noPassword(question: VariableQuestion): Answer | null {
  const { service, role, base } = question;
  if (!base.required || role !== "password" || !service?.open) return null;
  const { title } = service.definition;
  const empty = `\${${base.name}:-}`;
  told(
    question,
    empty,
    `${title} asks for no password, since ${service.open}, so ${base.name} (${base.where}) stays empty.`,
  );
  return { required: false, source: "value", value: empty };
}

/** Without an address Sentry's client stays off, and with a made-up one it refuses to start. */
function noErrorTracker({ subject: { recon }, base: { name, required: isNeeded } }: VariableQuestion): Answer | null {
  const isSentry = recon.integrations.some(
    ({ service, variables }) => service === "sentry" && variables.includes(name),
  );
  return isNeeded && isSentry ? { required: false, source: "value", value: `\${${name}:-}` } : null;
}

function whereServerListens({ subject, base, sample, web }: VariableQuestion): Answer | null {
  const value = base.required && sample === null && web ? boundValue(subject, base.name, web.port) : null;
  return value === null ? null : { source: "value", value };
}

function otherUnit(question: VariableQuestion): Answer | null {
  const { subject, variable, sample, neighbours, base } = question;
  const isAddress = subject.recon.integrations.some(({ whole }) =>
    // Settings may have a prefix before the field's name.
    whole?.some(own => base.name === own || base.name.endsWith(`_${own}`)),
  );
  const value = neighbourValue(variable, sample, neighbours, subject.unit, isAddress);
  if (value === null) return null;
  told(question, value, `${base.name} (${base.where}) points at another service of the code.`);
  return { source: "unit", value };
}

function ownPort({ web, base }: VariableQuestion): Answer | null {
  return web && base.name === "PORT" ? { source: "value", value: String(web.port) } : null;
}

function bindAddress({ subject, variable, sample, web, base: { name } }: VariableQuestion): Answer | null {
  if (!web || !/^(?:127\.0\.0\.1|localhost)?$/.test(sample ?? "")) return null;
  const isHost = /^(?:HOST|BIND_HOST|SERVER_HOST|LISTEN_HOST)$/.test(name);
  // Other variables of the same call have no address for their default, and no name of one.
  const mayBeHost = sample !== null || /HOST|BIND|ADDR|LISTEN|INTERFACE/.test(name);
  return isHost || (mayBeHost && holdsBindAddress(subject, variable)) ? { source: "value", value: "0.0.0.0" } : null;
}

function allowedHostNames(question: VariableQuestion): Answer | null {
  const { subject, variable, sample } = question;
  const { name, required: isNeeded } = question.base;
  if (!/ALLOWED_HOSTS$/.test(name)) return null;
  // An empty default allows nobody; one that is no literal may allow anybody.
  const shown = sample ?? (variable.hasDefault && variable.default !== "" ? "localhost" : "");
  if (!isNeeded && /localhost|\*/.test(shown) && !subject.layout.closedHosts.has(name)) return null;
  return { source: "value", value: `\${${name}:-${allowedHosts(variable, sample)}}` };
}

/** Flask builds addresses of itself from it, and older releases answer no other. */
function serverName({ web, sample, base }: VariableQuestion): Answer | null {
  return web && base.required && sample === null && base.name === "SERVER_NAME"
    ? { source: "value", value: `\${SERVER_NAME:-localhost:${web.publishedPort}}` }
    : null;
}

/** `if echo not in ["true", "false"]: raise`: nothing else lets the code start. */
function oneOfItsWords(question: VariableQuestion): Answer | null {
  const { subject, sample, base } = question;
  const only = subject.layout.onlyWords.get(base.name);
  if (only === undefined) return null;
  // What the sample has is the person's own word, and which of several is meant, the person alone can say.
  if (base.required && (sample !== null || !only.isSafe)) return askedFor(question);
  const word = sample ?? (only.isSafe ? only.word : null);
  if (word === null || !only.words.includes(word)) return null;
  told(
    question,
    word,
    `${base.name} (${base.where}) is refused unless it is one of a few words (${cite(only.place)}).`,
  );
  return { required: false, buildValue: word, source: "value", value: `\${${base.name}:-${word}}` };
}

/** `DEBUG = os.environ["DEBUG"]`: to code that only asks whether there is any text, `False` is as good as `True`. */
function debugSwitch(question: VariableQuestion): Answer | null {
  const { subject, variable, sample, base } = question;
  if (!base.required || sample !== null || !isDebugSwitch(base.name) || !isKeptAsText(variable)) return null;
  if (subject.layout.comparedWords.has(base.name)) return null;
  const empty = `\${${base.name}:-}`;
  told(
    question,
    empty,
    `${base.name} (${base.where}) is kept as plain text, and only no text at all leaves debugging off.`,
  );
  return { required: false, buildValue: "", source: "value", value: empty };
}

/** Whether code only ever gives the variable to the setting of the same meaning, and makes nothing else of it. */
function isKeptAsText({ name, type, places }: EnvironmentVariable): boolean {
  const kept = new RegExp(
    `^\\s*(\\w+)\\s*(?::\\s*str\\s*)?=\\s*[\\w.]+[[(]["']${literalPattern(name)}["'][\\])]\\s*(?:#.*)?$`,
  );
  const read = places.filter(place => !isInSample(place));
  return (type === null || type === "str") && read.every(({ text }) => isDebugSwitch(kept.exec(text)?.[1] ?? ""));
}

function firstAccount(question: VariableQuestion): Answer | null {
  const { subject, variable, base } = question;
  if (base.required || nonEmpty(variable.default) !== null) return null;
  const identity = firstIdentity(subject.recon.environment, base.name);
  if (identity === null) return null;
  told(
    question,
    identity,
    `${base.name} (${base.where}) names the first account, whose password is made for this machine.`,
  );
  return { source: "sample", value: `\${${base.name}:-${identity}}` };
}

/** What the code can do without, but for keys: one that signs sessions is read with an empty default and refused later. */
function leftToCode({ subject, variable, base }: VariableQuestion): Answer | null {
  if (base.required) return null;
  const isOwnSecret = variable.secret && !isWired(subject, base.name);
  const isNeeded =
    isOwnSecret &&
    (isSigningKey(base.name) || fillsSigningKey(variable) || isFirstPassword(subject.recon.environment, base.name));
  return isNeeded ? null : unneeded(variable);
}

/** What nothing has to be given for: left to the file, or the default of one read where another one fails without a value. */
export function unneeded(variable: EnvironmentVariable): Answer {
  const { name, required, hasDefault, default: usual, secret } = variable;
  const serves = required && hasDefault && usual !== null && !secret && !/[${}\n]/.test(usual);
  return serves ? { source: "value", value: `\${${name}:-${usual}}` } : { source: "file", value: null };
}

/**
 * A bot signs in with what the chat service hands out, and ends in a traceback with anything else: without it, the check before
 * the start says what is missing, and everything else of the stack starts.
 */
function chatToken({ subject, web, variable, base: { name, where } }: VariableQuestion): Answer | null {
  const isBot = web === null && subject.recon.entryPoints.some(({ kind }) => kind === "bot");
  if (!isBot || !variable.secret || !isChatToken(name)) return null;
  const empty = `\${${name}:-}`;
  told(
    { subject, variable },
    empty,
    `${name} (${where}) is handed out by the chat service, so none is made up: write it into .env. Until then the program says that it is missing.`,
  );
  return { source: "value", value: empty };
}

/** Made-up characters are no address, which a person has to give. */
function madeSecret({ variable, form, base: { name } }: VariableQuestion): Answer | null {
  if (!variable.secret || isConnectionName(name)) return null;
  return { source: "secret", value: required(name), envValue: { random: form } };
}

/** The sample's value or a stand-in in `.env`; a stand-in is asked about. */
function askedFor(question: VariableQuestion): Answer & Pick<VariableDesign, "envValue"> {
  const { subject, variable, base } = question;
  const { name, places } = variable;
  const written = subject.layout.envSamples.get(name);
  const off = written === undefined ? null : debugOff(name, written);
  const shown = off ?? written;
  const compared = shown ? undefined : wordInCode(subject, name);
  const overridden = shown || compared ? undefined : subject.layout.overriddenSettings.get(name);
  const guess = shown || (compared?.word ?? overridden?.value ?? placeholder(variable));
  // Plans and documents are shown and committed; `.env` alone holds a password, which any variable's address may have.
  const masked = maskSecrets(guess);
  const why = whyThisValue(off !== null, Boolean(shown), compared, overridden);
  told(question, masked, `${name} is required (${base.where})${why}`);
  if (!shown) {
    subject.decider.ask({
      key: `environment.${name}`,
      text: `What is ${name}?`,
      default: masked,
      candidates: [masked],
      places: places.slice(0, 3),
    });
  }
  // A word that the code takes, where it may refuse any other (`HS256` of an enumeration); no host, which a test would ask.
  const isWord =
    !variable.secret && base.buildValue === "build" && /^[A-Za-z][\w+-]*$/.test(shown ?? compared?.word ?? "");
  return {
    ...(isWord || overridden ? { buildValue: guess } : {}),
    source: "sample",
    value: required(name),
    envValue: { text: guess },
  };
}

/** Where the value that a required variable gets comes from. */
function whyThisValue(
  isOff: boolean,
  isShown: boolean,
  compared?: ComparedWord,
  overridden?: OverriddenSetting,
): string {
  if (isOff)
    return "; the sample file switches debugging on, which shows code and variables to everybody who reaches the port, so it is off but for development.";
  if (isShown) return "; the sample file has this value.";
  if (compared) return ` and compared with this word (${cite(compared.place)}).`;
  if (overridden) return `; its setting has this value before that (${cite(overridden.place)}).`;
  return " and has no default, so it gets a stand-in in .env.";
}

function wordInCode({ layout }: Subject, name: string): ComparedWord | undefined {
  return layout.comparedWords.get(name) ?? layout.onlyWords.get(name);
}

export function isWired({ recon }: Subject, name: string): boolean {
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
  if (!choice?.needs.every(needed => isServed(recon.integrations, needed, services))) return null;
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
