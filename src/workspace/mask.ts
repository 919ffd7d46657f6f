import { nameOf } from "../model/paths";
import { replaceTokens, tokenIn } from "./token-forms";

const MASK = "•••";

/** Words that make a variable's name secret, at a `_`, `-`, `.` or case boundary. */
const SECRET_WORDS = new Set([
  "apikey",
  "auth",
  "credential",
  "credentials",
  "key",
  "pass",
  "passphrase",
  "passwd",
  "password",
  "private",
  "pwd",
  "salt",
  "secret",
  "secrets",
  "token",
]);
/** Part of every such word, so that most names need not be split. */
const MAY_BE_SECRET = /auth|conn|credential|key|pass|private|pwd|salt|secret|token/i;
/** Words that make such a name harmless: a public key, the path of a key file, a key's length, a header's name. */
const HARMLESS_WORDS = new Set([
  "algorithm",
  "backend",
  "backends",
  "class",
  "column",
  "count",
  "dir",
  "domain",
  "enabled",
  "endpoint",
  "expire",
  "expires",
  "expiration",
  "expiry",
  "field",
  "file",
  "filename",
  "function",
  "hasher",
  "hashers",
  "header",
  "hours",
  "id",
  "index",
  "issuer",
  "length",
  "lifetime",
  "limit",
  "max",
  "method",
  "min",
  "minutes",
  "mode",
  "name",
  "path",
  "prefix",
  "price",
  "prices",
  "provider",
  "public",
  "rate",
  "realm",
  "required",
  "scheme",
  "scope",
  "seconds",
  "size",
  "template",
  "templates",
  "threshold",
  "throttle",
  "time",
  "timeout",
  "ttl",
  "type",
  "uri",
  "url",
  "user",
  "username",
  "validators",
  "version",
]);

/** A key of these looks something up: `EMAIL_KEY` of a directory entry, `SORT_KEY`, `CACHE_KEY`. */
const LOOKED_UP = new Set([
  "attribute",
  "cache",
  "email",
  "foreign",
  "group",
  "name",
  "partition",
  "primary",
  "site",
  "sort",
]);

/** Splits `AWS_SECRET_accessKey` into its words, in lower case. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}

/** Whether a name says that its value is secret: `DB_PASSWORD` is, `PASSWORD_MIN_LENGTH` and `PUBLIC_KEY` are not. */
export function isSecretName(name: string): boolean {
  if (!MAY_BE_SECRET.test(name)) return false;
  const words = wordsOf(name);
  // A connection string has its password, or its key, among its parts.
  if (/(?:^|_)conn(?:ection)?_?str(?:ing)?s?$/.test(words.join("_"))) return true;
  const last = words.findLastIndex((word, index) => isSecretWord(word, index === words.length - 1));
  if (last < 0 || words.includes("public")) return false;
  if (words[last] === "key" && LOOKED_UP.has(words[last - 1] ?? "")) return false;
  // What follows tells what of the secret is meant: its length, its file, its lifetime.
  return !words.slice(last + 1).some(word => HARMLESS_WORDS.has(word));
}

/** `AUTH` or `KEY` in front say what something is about; at the end they are the value itself. */
function isSecretWord(word: string, isLast: boolean): boolean {
  if (word === "auth" || word === "key" || word === "private" || word === "pass") return isLast;
  return SECRET_WORDS.has(word) || word.endsWith("password") || word.endsWith("secret");
}

/** Whether a value is a URL with a password in it, be it in its query; mail addresses as users bring an `@` of their own. */
export function isCredentialUrl(value: string): boolean {
  return (
    /^[a-z][\w+.-]*:\/\/[^/\s:]*:[^/\s]+@/i.test(value) ||
    (/^[a-z][\w+.-]*:\/\//i.test(value) && [...value.matchAll(QUERIED)].some(([, , name = ""]) => isSecretName(name)))
  );
}

/** Whether a URL is as good as a password by a key in it: before its host, as of Sentry, or in the path of a webhook. */
export function isKeyedUrl(value: string): boolean {
  return /^https?:\/\/[\w-]{20,200}@/i.test(value) || value.search(HOOKED) === 0;
}

/** What a query gives a name, where that is no reference or hole. */
const QUERIED = /([?&]([\w.-]{1,80})=)[^&\s"'`#{$<%][^&\s"'`#{$<]*/g;
/** The address of a webhook with a long mixed word in its path. */
const HOOKED =
  /(https?:\/\/[^\s"'`]{0,200}hooks?\b[^\s"'`]{0,200}\/)(?=[\w-]{0,100}\d)(?=[\w-]{0,100}[a-z])(?=[\w-]{0,100}[A-Z])[\w-]{20,200}/g;

/** Whether a variable's value may not be shown, be it for its name or for its form. */
export function holdsSecret(name: string, value: string): boolean {
  return isSecretName(name) || isCredentialUrl(value) || tokenIn(value) !== null;
}

/** Also with one slash, as a path that is made plain has it, and without a scheme, as a message on one that is missing has it. */
const USER_INFO = /((?:[a-z][\w+.-]{0,40}|(?<![\w+.-])):\/(?:\/|(?=[^\s/@:]{1,100}:)))([^\s/"'`]{1,200})@/gi;
/** User information whose password is a variable without a default, or a hole in a template. */
const HOLES = /^(?:(?:[^:{}]*|\$?\{+[^{}]*\}+):)?(?:\$\{\w+\}|\{+[^{}]*\}+)$/;
/** A name and the sign behind it: `NAME=`, `"name": `, `\"name\": `, `environ["NAME"] = `. */
const ASSIGNED = /(?<![\w.-]|\$\{)([\w.-]+)(?:\\?["'])?[ \t]{0,40}(?:\][ \t]{0,4}=|[?+]?[=:]{1,3})[ \t]{0,40}/g;
/** What an annotation puts between a name and its value in Python: `name: str = `. */
const TYPE = /[\w.| ]{1,80}(?:\[[^\n=]{0,80}\])?[\w.| ]{0,40}=[ \t]{0,4}/y;
/** What stands behind the sign in quotes: to the end of the line, where they are not closed. */
const QUOTED =
  /([bru]{0,2}(\\?(?:"""|'''|["'])))(?:((?:(?!\2)(?:\\[^]|[^\\])){1,4000})\2|((?:(?!\2)(?:\\.|[^\\\n]))+))/iy;
const BARE = /[^\s"'`,;)}#([{$]*/y;
const CALLED =
  /((?:get|getenv|config|env|environ|setdefault|default)\s*\(\s*["']([\w.-]{1,80})["']\s*,\s*(?:default\s*=\s*)?)(["'])([^"']{1,500})\3/gi;
/** What a shell or Compose takes where a variable is not set: `${API_TOKEN:-…}`. The text behind `?` is an error's. */
const DEFAULT = /(?:\$\{[A-Za-z_]\w{0,79}(?::[-=+]?|[-=+])){1,8}(?![-=+?$}])/g;
const TO_BRACE = /[^}\n]+/y;
/** An option with its value behind a blank, as a command line takes it. */
const OPTION = /((?:^|[\s"'`])--?([a-z][\w-]{1,60})\s{1,4}["']?)([^\s"'`$<>{(\-[][^\s"'`,;)]*)/gi;
/** What a field that is called a secret has for its default: `SecretField(env="PHRASE", default="…")`. */
const DEFAULTED =
  /((?:Secret|Password|Passphrase|Token|Credential)\w{0,40}\s{0,4}\([^()]{0,300}?\bdefault\s{0,4}=\s{0,4}[bru]{0,2})(["'])[^"']{1,500}\2/g;
/** Host, user and password in their order, as clients of MySQL take them: `connect("localhost", "root", "1234", "shop")`. */
const IN_ORDER = /(\bconnect\s*\(\s*(["'])[^"']{1,100}\2\s*,\s*(["'])[^"']{1,100}\3\s*,\s*)(["'])[^"']{1,200}\4/g;
/** JSON web tokens: most are of no use after a while, so that only a mask looks for them. */
const WEB_TOKEN = /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,}/g;

/**
 * A source line as evidence may show it: cut to 200 characters, values of secret names, user information in URLs and
 * well-known token shapes replaced by `•••`. In a `.env` file every value is hidden.
 */
export function maskLine(line: string, path: string): string {
  const base = nameOf(path);
  let text = line.trim();
  if (/^\.env(\.|$)|\.env$/.test(base)) {
    text = text.replace(/^((?:export\s+)?[\w.-]+\s*=\s*)\S.*$/, `$1${MASK}`);
  }
  // In Python an unquoted word after a name is a type or another name, never a value.
  return maskSecrets(text, !/\.(?:pyw?|wsgi)$/.test(base)).slice(0, 200);
}

/** Masks secrets in any text; used for log lines and messages as well. */
export function maskSecrets(text: string, hasBareValues = true): string {
  const plain = maskBehind(text, DEFAULT, ([head], at) =>
    head.split(/\W+/).some(isSecretName) ? { text: MASK, end: at + (read(TO_BRACE, text, at)[0] ?? "").length } : null,
  )
    .replace(USER_INFO, (whole, scheme: string, info: string) => (HOLES.test(info) ? whole : `${scheme}${MASK}@`))
    .replace(QUERIED, (whole, head: string, name: string) => (isSecretName(name) ? `${head}${MASK}` : whole))
    .replace(HOOKED, (_whole, head: string) => `${head}${MASK}`)
    .replace(CALLED, (whole, head: string, name: string, quote: string) =>
      isSecretName(name) ? `${head}${quote}${MASK}${quote}` : whole,
    );
  const named = maskAssigned(plain, hasBareValues)
    .replace(OPTION, (whole, head: string, name: string) => (isSecretName(name) ? `${head}${MASK}` : whole))
    .replace(DEFAULTED, (_whole, head: string, quote: string) => `${head}${quote}${MASK}${quote}`)
    .replace(IN_ORDER, (_whole, head: string, _host, _user, quote: string) => `${head}${quote}${MASK}${quote}`)
    .replace(WEB_TOKEN, MASK);
  return replaceTokens(named, MASK);
}

/** Masks what secret names are given; what any other name is given may hold such a pair itself: `command: API_TOKEN=…`. */
function maskAssigned(text: string, hasBareValues: boolean): string {
  return maskBehind(text, ASSIGNED, ([, name = ""], at) => {
    if (!isSecretName(name)) return null;
    const [type = ""] = hasBareValues ? [] : read(TYPE, text, at);
    const [quoted, open = "", quote = "", closed] = read(QUOTED, text, at + type.length);
    if (quoted !== undefined) {
      const end = at + type.length + quoted.length;
      return { text: `${type}${open}${MASK}${closed === undefined ? "" : quote}`, end };
    }
    // A bare word after the name is a value in data files only; calls and names in code are no secret.
    const [bare = ""] = read(BARE, text, at);
    const end = at + bare.length;
    if (!hasBareValues || bare === "" || /^(?:None|null|true|false|os|self|settings|config|env)\b/i.test(bare))
      return null;
    return { text: "([{$".includes(text.charAt(end) || " ") ? bare : MASK, end };
  });
}

/** What stands at a place, with its groups; a pattern that is not met gives nothing. */
function read(pattern: RegExp, text: string, at: number): readonly (string | undefined)[] {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? [];
}

/**
 * Replaces what stands behind heads. Where nothing is to be replaced it goes on right behind the head, so that what
 * stands there may be a head itself; nothing is read twice, so that it stays linear.
 */
function maskBehind(
  text: string,
  head: RegExp,
  replaced: (head: RegExpExecArray, at: number) => { readonly text: string; readonly end: number } | null,
): string {
  let masked = "";
  let from = 0;
  head.lastIndex = 0;
  for (let match = head.exec(text); match !== null; match = head.exec(text)) {
    const at = head.lastIndex;
    const next = replaced(match, at);
    if (next === null) continue;
    masked += text.slice(from, at) + next.text;
    from = head.lastIndex = next.end;
  }
  return masked + text.slice(from);
}
