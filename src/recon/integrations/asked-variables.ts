import type { CallFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { leadingText, readHttpAddress } from "./http-address";
import { isAddressOfPages, serviceOfVariable } from "./variable-names";

export const VERBS = new Set(
  "get post put patch delete head options request stream fetch urlopen urlretrieve Request ws_connect".split(" "),
);
const ADDRESS = /(?:^|_)(?:URL|URI|ENDPOINT|API_BASE|BASE_URL|HOST|SERVER|ADDR|ADDRESS)$/i;
/** What is done to a text that keeps its start. */
const SAME_START = /^(?:format|rstrip|strip|removesuffix|replace)$/;
const MAXIMUM_HOPS = 4;

/** Modules that ask over HTTP; aiohttp and Tornado serve as well. */
const CLIENT =
  /^(?:requests|httpx|aiohttp(?!\.web\b)|urllib\.request|urllib2|urllib3|http\.client|niquests|treq|tornado\.httpclient|cloudscraper|requests_\w+|authlib\.integrations\.(?:requests|httpx)_client)\b/;
/** A function of such a module, or a method of what one of its calls makes. */
const OF_CLIENT = new RegExp(`${CLIENT.source}(?:\\.\\w+)*(?:\\(\\))?(?:\\.\\w+)?$`);
/** What a file that imports a client calls one that it is given, and its own methods. */
const GIVEN_CLIENT =
  /^(?:(?:self|cls)\.)?_*(?:(?:http|api|web|rest|async|aio|aiohttp|httpx|requests)_?)?(?:session|client|http)$|^(?:self|cls)$/i;

/** Where a request goes as its own file tells it: at variables, or at a setting that any file may bind. */
export interface AskedAddress {
  readonly variables: readonly string[];
  readonly setting: string | null;
}

const NOWHERE: AskedAddress = { variables: [], setting: null };

/**
 * Whether a call is a request: true where it leads to an HTTP client; the name of the receiver or function where another file
 * may tell.
 */
export function isRequest(project: PythonProject, file: PythonFile, call: CallFact): boolean | string {
  const dot = call.callee.lastIndexOf(".");
  if (call.decorator || !VERBS.has(call.callee.slice(dot + 1))) return false;
  const receiver = dot < 0 ? call.callee : call.callee.slice(0, dot);
  const name = project.qualify(file, call.callee, call.scope);
  if (OF_CLIENT.test(name) || (GIVEN_CLIENT.test(receiver) && name === call.callee && usesClient(file))) return true;
  return /^[\w.]+$/.test(receiver) && receiver;
}

/** Whether a file imports an HTTP client. */
export function usesClient({ facts }: Pick<PythonFile, "facts">): boolean {
  return facts.imports.some(({ module, names }) =>
    names ? names.some(({ name }) => CLIENT.test(`${module}.${name}`)) : CLIENT.test(module),
  );
}

/**
 * What alone says where a request goes: `requests.get(f"{API_URL}/users")`. Nothing where the code has an address for it as
 * well.
 */
export function askedAddress(project: PythonProject, file: PythonFile, call: CallFact): AskedAddress {
  const verb = call.callee.slice(call.callee.lastIndexOf(".") + 1);
  const given =
    call.keywords.find(({ name }) => name === "url")?.value ??
    // `request("GET", url)`
    (/^(?:request|stream)$/.test(verb) ? (call.arguments[1] ?? call.arguments[0]) : call.arguments[0]);
  return given ? addressOf(project, file, given, call.scope, 0) : NOWHERE;
}

/** The variables of settings with the name of an address, each as it is bound first: of several classes that is mostly the one that the others extend. */
export function addressSettings(project: PythonProject): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const file of project.files)
    for (const { target, key, value, scope } of file.facts.assignments) {
      const name = key?.kind === "string" && /(?:^|\.)config$/.test(target) ? key.value : target;
      if (file.role !== "application" || !value || !/^[A-Z][A-Z0-9_]*$/.test(name) || !ADDRESS.test(name)) continue;
      if (!found.has(name)) found.set(name, addressOf(project, file, value, scope, 0).variables);
    }
  return found;
}

/** Whether a variable may be the address of an API, and not of a database or of a page for people. */
export function isAddressOfApi(name: string): boolean {
  const { service, family } = serviceOfVariable(name);
  return ADDRESS.test(name) && !isAddressOfPages(name) && service === null && family === null;
}

function addressOf(project: PythonProject, file: PythonFile, given: Value, scope: number, hops: number): AskedAddress {
  const start = startOf(given);
  if (!start || hops > MAXIMUM_HOPS) return NOWHERE;
  const { value, variables } = project.resolve(file, start, scope);
  if (variables.length > 0) {
    const text = leadingText(value);
    // By default a path: it is a place in some server, not one.
    return readHttpAddress(text, true) === null && !text.startsWith("/") ? { variables, setting: null } : NOWHERE;
  }
  const bound = boundTo(file, start, scope);
  return bound
    ? addressOf(project, file, bound.value, bound.scope, hops + 1)
    : { variables: [], setting: settingOf(start) };
}

/** The name, entry or call that an address begins with; null where a text does. */
function startOf(value: Value): Value | null {
  switch (value.kind) {
    case "name":
    case "subscript":
      return value;
    case "template":
      return startOfParts(value.parts);
    case "operation":
      return value.left && /^(?:\+|%|or)$/.test(value.operator) ? startOf(value.left) : null;
    case "call": {
      const [first] = value.arguments;
      if (/(?:^|\.)(?:urljoin|str)$/.test(value.callee)) return first ? startOf(first) : null;
      const dot = value.callee.lastIndexOf(".");
      if (!SAME_START.test(value.callee.slice(dot + 1))) return value;
      if (value.base) return startOf(value.base);
      return { kind: "name", path: value.callee.slice(0, dot), offset: value.offset, end: value.end };
    }
    default:
      return null;
  }
}

/** `f"{URL}/users"`, and `f"http://{HOST}/users"`: the scheme says nothing of where it is. */
function startOfParts([first, second]: readonly (string | Value)[]): Value | null {
  const given = typeof first === "string" && /^https?:\/\/$/.test(first) ? second : first;
  return typeof given === "object" ? startOf(given) : null;
}

/** What a local name or an attribute of the own object is bound to, where that is one thing only. */
function boundTo(
  { facts }: PythonFile,
  start: Value,
  scope: number,
): { readonly value: Value; readonly scope: number } | null {
  if (start.kind !== "name" || !/^\w+$|^self\.\w+$/.test(start.path)) return null;
  const isOwn = start.path.startsWith("self.");
  const [only, ...others] = facts.assignments.filter(
    fact => fact.target === start.path && (isOwn || fact.scope === scope) && !fact.augmented,
  );
  return only?.value && others.length === 0 ? { value: only.value, scope: only.scope } : null;
}

/** `app.config["API_URL"]`, `config.get("API_URL")`, `settings.API_URL`. */
function settingOf(value: Value): string | null {
  if (value.kind === "name")
    return /(?:^|\.)(?:settings|config|conf)\.([A-Z][A-Z0-9_]*)$/.exec(value.path)?.[1] ?? null;
  if (value.kind === "subscript" && value.base.kind === "name" && value.key.kind === "string")
    return /(?:^|\.)config$/.test(value.base.path) ? value.key.value : null;
  if (value.kind !== "call" || !/(?:^|\.)config\.get$/.test(value.callee)) return null;
  const [first] = value.arguments;
  return first?.kind === "string" ? first.value : null;
}
