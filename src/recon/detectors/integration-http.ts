import type { Evidence } from "../../model/evidence";
import type { CallFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { defineDetector } from "../define-detector";
import { addressProblem, isLoopback } from "../integrations/address";
import { fixedStart } from "../integrations/fixed-address";
import { handedAddresses } from "../integrations/handed-addresses";
import { leadingText, readHttpAddress } from "../integrations/http-address";
import { addressStarts, inheritedAttributes, ownAttribute } from "../integrations/http-values";
import { integration, type IntegrationEvidence } from "../integrations/integration-evidence";
import { among, isApplication } from "../integrations/own-code";

const URL_KEYWORDS = new Set(["url", "base_url", "wsdl"]);
const VERBS = ["get", "post", "put", "patch", "delete", "head", "options", "request", "stream"];
const MODULES = [
  "requests",
  "requests.Session()",
  "requests.session()",
  "httpx",
  "httpx.Client()",
  "httpx.AsyncClient()",
  "aiohttp.ClientSession()",
  "urllib3.PoolManager()",
  "requests_html.HTMLSession()",
  "cloudscraper.create_scraper()",
  "niquests",
];
/** Calls whose first argument or `url`/`base_url` is asked over HTTP. */
const REQUESTS = [
  ...MODULES.flatMap(module => VERBS.map(verb => `${module}.${verb}`)),
  "urllib.request.urlopen",
  "urllib.request.Request",
  "urllib.request.urlretrieve",
  "urllib2.urlopen",
  "feedparser.parse",
  "httpx.Client",
  "httpx.AsyncClient",
  "aiohttp.ClientSession",
  "aiohttp.request",
  "http.client.HTTPSConnection",
  "http.client.HTTPConnection",
  "zeep.Client",
  "suds.client.Client",
  "xmlrpc.client.ServerProxy",
  "tornado.httpclient.HTTPRequest",
  "tornado.httpclient.AsyncHTTPClient().fetch",
  "tornado.httpclient.HTTPClient().fetch",
  "gql.transport.aiohttp.AIOHTTPTransport",
  "gql.transport.httpx.HTTPXTransport",
  "gql.transport.httpx.HTTPXAsyncTransport",
  "gql.transport.requests.RequestsHTTPTransport",
  "openai.OpenAI",
  "openai.AsyncOpenAI",
  ...["csv", "json", "excel", "html", "parquet"].map(form => `pandas.read_${form}`),
];

const NAMES = new Set(REQUESTS);
const LAST = new Set(REQUESTS.map(name => name.slice(name.lastIndexOf(".") + 1)));

const IN_CODE = among(isApplication, inCode);
const ASKED = among(isApplication, askedAttributes);
const INHERITED = among(isApplication, inherited);

/**
 * HTTP APIs that the code calls, host by host. Only an address that reaches a request counts: most URLs in a codebase are
 * data, licences or documentation.
 */
export const detector = defineDetector({
  id: "integration-http",
  title: "HTTP APIs called",
  reads: { everything: true },
  detect({ each }) {
    // A base class may ask at an address that only those who extend it know.
    const asked = new Set(each(ASKED));
    const given = asked.size === 0 ? [] : each(INHERITED).filter(({ names }) => names.some(name => asked.has(name)));
    return [...each(IN_CODE), ...given.flatMap(({ evidence }) => evidence)];
  },
});

function inCode(project: PythonProject, file: PythonFile): readonly Evidence[] {
  const asked = requests(project, file);
  return [...asked, ...handedAddresses(file, asked)].flatMap(({ value, call }) => {
    const found = apiEvidence(project, file, value, call.scope, call.offset);
    if (found.length > 0 || value.kind === "string") return found;
    const start = { file, value: givenValue(file, value, call), scope: call.scope };
    return addressStarts(project, start).flatMap(one =>
      apiEvidence(project, one.file, one.value, one.scope, one.value.offset),
    );
  });
}

function askedAttributes(project: PythonProject, file: PythonFile): readonly string[] {
  return requests(project, file).flatMap(
    ({ value, call }) => ownAttribute(file, givenValue(file, value, call), call.scope) ?? [],
  );
}

function inherited(
  project: PythonProject,
  file: PythonFile,
): readonly { readonly names: readonly string[]; readonly evidence: readonly Evidence[] }[] {
  return inheritedAttributes(project, file).map(({ names, value, scope }) => ({
    names,
    evidence: apiEvidence(project, file, value, scope, value.offset),
  }));
}

function givenValue(file: PythonFile, value: Value, call: CallFact): Value {
  return (value.kind === "name" ? givenTo(file, value.path, call.scope, call.offset) : null) ?? value;
}

/** Values that requests of a file are given for an address. */
function requests(
  project: PythonProject,
  file: PythonFile,
): readonly { readonly value: Value; readonly call: CallFact }[] {
  return file.facts.calls.flatMap(call => {
    if (!LAST.has(call.callee.slice(call.callee.lastIndexOf(".") + 1)) || !mayHoldAddress(call)) return [];
    const name = project.qualify(file, call.callee, call.scope);
    if (!NAMES.has(name) && !isClientCall(name)) return [];
    const isVerbWithMethod = /\.(?:request|stream)$/.test(name);
    const values = [
      ...(isVerbWithMethod ? call.arguments.slice(0, 2) : call.arguments.slice(0, 1)),
      ...call.keywords
        .filter(({ name: keyword }) => keyword !== null && URL_KEYWORDS.has(keyword))
        .map(({ value }) => value),
    ];
    return values.map(value => ({ value, call }));
  });
}

/** `cache.get("key")` cannot be a request: a text must begin as an address does, anything else may turn out to be one. */
function mayHoldAddress({ arguments: [first, second], keywords }: CallFact): boolean {
  const may = (value: Value | undefined): boolean =>
    value !== undefined && (value.kind === "string" ? /^https?:/i.test(value.value) : value.kind !== "number");
  return may(first) || may(second) || keywords.some(({ name }) => name !== null && URL_KEYWORDS.has(name));
}

/** A method of something that was made by a known client class, such as `self._client.get` where `_client` is one. */
function isClientCall(name: string): boolean {
  return /^(?:requests\.(?:Session|session)|httpx\.(?:Async)?Client|aiohttp\.ClientSession)\(\)\.(?:get|post|put|patch|delete|head|options|request|stream)$/.test(
    name,
  );
}

function apiEvidence(
  project: PythonProject,
  file: PythonFile,
  value: Value,
  scope: number,
  offset: number,
): readonly IntegrationEvidence[] {
  const whole = project.resolve(file, value, scope);
  const given = whole.isOpen && value.kind === "name" ? givenTo(file, value.path, scope, offset) : null;
  const resolved = given ? project.resolve(file, given, scope) : whole;
  const text = leadingText(resolved.value);
  const address = readHttpAddress(text, resolved.variables.length > 0);
  if (!address) return [];
  const { host, protocol } = address;
  // A single label is a name inside some network: most likely a service, but not for sure.
  const place = project.place(file, offset, host.includes(".") || isLoopback(host) ? "high" : "medium");
  return [
    integration("http-api", "code", place, {
      host,
      protocol,
      variables: resolved.variables,
      breaks: addressProblem(text),
      fixed: resolved.variables.length === 0 ? fixedStart(text, place) : null,
    }),
  ];
}

/** What a name holds at a call though it is bound more than once: the nearest assignment before, else a parameter's default. */
function givenTo({ facts }: PythonFile, name: string, scope: number, offset: number): Value | null {
  const assigned = facts.assignments.findLast(
    fact => fact.target === name && fact.scope === scope && fact.offset < offset && !fact.augmented,
  );
  return assigned
    ? assigned.value
    : (facts.definitions[scope]?.parameters.find(one => one.name === name)?.default ?? null);
}
