import type { EnvironmentVariable } from "../../model/recon";
import { writtenScheme } from "../../recon/integrations/address";
import type { SecretForm } from "../blueprint";
import { isDebugSwitch } from "../layout/debug-switch";

/**
 * Values that checked types accept; a domain without a dot is none to the `HttpUrl` of pydantic 1.
 * Source: https://docs.pydantic.dev/1.10/usage/types/#urls
 */
const TYPED_VALUES: ReadonlyMap<string, string> = new Map([
  ["httpurl", "http://app.example.com"],
  ["anyhttpurl", "http://app.example.com"],
  ["postgresdsn", "postgresql://build:build@localhost/build"],
  ["cockroachdsn", "cockroachdb://build:build@localhost/build"],
  ["mysqldsn", "mysql://build:build@localhost/build"],
  ["mariadbdsn", "mariadb://build:build@localhost/build"],
  ["mongodsn", "mongodb://build:build@localhost/build"],
  ["redisdsn", "redis://build:build@localhost/0"],
  ["amqpdsn", "amqp://build:build@localhost/build"],
  ["kafkadsn", "kafka://localhost:9092"],
  ["natsdsn", "nats://localhost:4222"],
  ["uuid", "00000000-0000-4000-8000-000000000000"],
  ["uuid4", "00000000-0000-4000-8000-000000000000"],
  ["ipvanyaddress", "127.0.0.1"],
  ["ipv4address", "127.0.0.1"],
]);

/**
 * What checks of a form accept, and what protects nothing: a key of Fernet, and what clients of Telegram, which refuse letters
 * alone when they are imported, take for a token before they ask.
 */
export const FORMED_STAND_INS: ReadonlyMap<SecretForm, string> = new Map([
  ["fernet", "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA="],
  ["telegram", "123456789:stand-in-for-the-token-of-the-bot"],
]);

/** A harmless value with which the code can be imported while the image is built. */
export function buildValue(type: string | null, name: string, sample: string | null, scheme: string | null): string {
  const kind = (type ?? "").toLowerCase();
  return (
    collection(type ?? "") ??
    allowedWord(type ?? "") ??
    jsonOrScalar(kind, name) ??
    typedValue(kind, scheme) ??
    knownText(kind, name) ??
    address(scheme, sample) ??
    (/_(?:URL|URI)$/.test(name) || /url/.test(kind) ? "http://localhost" : "build")
  );
}

function collection(type: string): string | null {
  const items = /^(?:\w+\.)?tuple\[(.*)\]$/i.exec(type)?.[1];
  if (items !== undefined && !items.includes("...")) return tupleOf(items);
  return /^(?:\w+\.)?(?:list|set|frozenset|tuple|sequence)\[/i.test(type) ? "[]" : null;
}

/** Of what `Literal["low", "high"]` or `Literal[1, 2]` takes the word for production, else the first. */
function allowedWord(type: string): string | null {
  const inside = /^(?:\w+\.)?Literal\[(.*)/s.exec(type)?.[1] ?? "";
  const words = [...inside.matchAll(/(["'])(.*?)\1|(-?\d+|\bTrue\b|\bFalse\b)/g)]
    .map(([, , text, plain]) => text ?? plain ?? "")
    .filter(word => word !== "");
  return words.find(word => /^prod(?:uction)?$/i.test(word)) ?? words[0] ?? null;
}

function jsonOrScalar(kind: string, name: string): string | null {
  if (/json|dict/.test(kind)) return "{}";
  if (/(?:^|_)(?:TIMEOUT|SECONDS|MINUTES|HOURS|DAYS)$/.test(name) && !/bool|delta/.test(kind)) return "60";
  if (/(?:MAIL|SMTP)\w*_PORT$/.test(name)) return "25";
  if (/int|float|decimal|number/.test(kind) || /(?:^|_)PORT$/.test(name)) return "1";
  return /bool/.test(kind) ? "false" : null;
}

/** The driver that the code names in its scheme says more of an address than the type does. */
function typedValue(kind: string, scheme: string | null): string | null {
  return scheme && kind.endsWith("dsn") ? null : (TYPED_VALUES.get(kind.slice(kind.lastIndexOf(".") + 1)) ?? null);
}

function knownText(kind: string, name: string): string | null {
  if (/email/.test(kind) || /(?:^|_)E?MAIL(?:_(?:FROM|ADDRESS|SENDER|USER|TO))?$/.test(name)) return "app@example.com";
  const found = KNOWN_TEXTS.find(([names]) => names.test(name))?.[1] ?? null;
  // Django takes a path for an address of its own files, but no checked type does.
  return found?.startsWith("/") && /url/.test(kind) ? null : found;
}

/** What a program refuses any other word than a few for, or any that has another form, by the end of its name. */
const KNOWN_TEXTS: readonly (readonly [RegExp, string])[] = [
  [/(?:^|_)ALGORITHM$/, "HS256"],
  // Django: when it sets the first cookie.
  [/SAMESITE$/, "Lax"],
  [/(?:^TZ|TIME_?ZONE)$/, "UTC"],
  [/(?:^|_)LOG(?:GING|GER)?_?LEVEL$/, "INFO"],
  [/(?:^|_)(?:API|URL|ROUTER?|PATH)(?:_V\d+)?_(?:PREFIX|STR)$/, "/api"],
  [/(?:^|_)STATIC_URL$/, "/static/"],
  [/(?:^|_)MEDIA_URL$/, "/media/"],
];

function address(scheme: string | null, sample: string | null): string | null {
  if (scheme) return buildAddress(scheme);
  const shown = sample === null ? undefined : writtenScheme(sample);
  if (shown === undefined) return null;
  return /^https?$/.test(shown) ? `${shown}://localhost` : `${shown}://build:build@localhost/build`;
}

/** What stands for a database's address while the image is built, when nothing is asked there. */
export function buildAddress(scheme: string): string {
  return /^sqlite/.test(scheme) ? `${scheme}:////tmp/build.db` : `${scheme}://build:build@localhost/build`;
}

/** JSON of as many items as a tuple of several types has. */
function tupleOf(types: string): string {
  const items = types.split(/,(?![^[]*\])/).map(item => buildValue(item.trim(), "", null, null));
  return `[${items.map(item => (/^(?:-?\d+|true|false|[[{].*)$/s.test(item) ? item : JSON.stringify(item))).join(",")}]`;
}

/** Long enough for code that wants a minimum of its secrets: keys that Django makes have 50 characters, and its check asks for as many. */
export function standIn(
  { name, type, secret }: EnvironmentVariable,
  sample: string | null,
  scheme: string | null,
): string {
  const value = buildValue(type, name, sample, scheme);
  return secret && value === "build" ? "stand-in-while-building-0123456789-abcdef-0123456789" : value;
}

/** A stand-in that the code can at least read. */
export function placeholder({ name, type }: EnvironmentVariable): string {
  const value = buildValue(type, name, null, null);
  if (value !== "build") return value;
  // Off to most that reads it, where no type says how.
  return isDebugSwitch(name) ? "0" : "change-me";
}

/** `BOT_TOKEN`, `DISCORD_TOKEN`, `SLACK_APP_TOKEN`, or a bot's only `TOKEN`. */
export function isChatToken(name: string): boolean {
  const words = name.toUpperCase();
  return (
    /(?:^|_)(?:BOT_?(?:API_?)?(?:TOKEN|KEY)|TOKEN_BOT)$/.test(words) ||
    /^(?:\w+_)?(?:TELEGRAM|TG|DISCORD|SLACK|TWITCH|MATRIX)(?:_\w+)?_?TOKEN$/.test(words) ||
    /^(?:API_)?TOKEN$/.test(words)
  );
}

/** Not a bare `API_TOKEN`, which a web application asks of those who call it. */
export function isTelegramToken(name: string): boolean {
  const words = name.toUpperCase();
  return isChatToken(name) && /BOT|TELEGRAM|(?:^|_)TG(?:_|$)/.test(words) && !/DISCORD|SLACK|TWITCH|MATRIX/.test(words);
}
