import type { CallFact, Value } from "../../python/facts";
import { oncePerFacts } from "../../python/once-per-facts";
import type { PythonFile } from "../../python/project";
import { namesIn } from "../../python/values";
import { defineDetector } from "../define-detector";
import { addressProblem, isLoopback } from "../integrations/address";
import { readHttpAddress } from "../integrations/http-address";
import { integration } from "../integrations/integration-evidence";
import { isApplication } from "../integrations/own-code";
import { isAddressOfPages } from "../integrations/variable-names";
import { type BoundLiteral, literalsOf } from "../readiness/literals";

const CLIENTS = ["requests", "httpx", "aiohttp", "urllib3", "niquests", "zeep", "openai", "tornado", "treq", "pycurl"];
const ADDRESS_NAME = /(?:^|[._])(?:\w*_)?(?:URL|URI|ENDPOINT|BASE_URL|API_BASE|HOST)$/i;
/** Back ends that have detectors of their own. */
const BACKING = /DATABASE|REDIS|BROKER|CACHE/i;
/** Keywords by which client libraries take the address of the API that they call. */
const CLIENT_KEYWORDS = new Set(
  "base_url api_base api_base_url api_url endpoint_url server_url service_url server_metadata_url access_token_url".split(
    " ",
  ),
);
const VERBS = new Set(
  "get post put patch delete head request stream fetch urlopen urlretrieve Request ws_connect setopt".split(" "),
);

/**
 * Addresses of HTTP APIs that settings hold, where the workspace has an HTTP client: a default of an environment variable, or
 * a constant or field that reaches a request. Most other constants named `…_URL` are links for people.
 */
export const detector = defineDetector({
  id: "integration-http-settings",
  title: "HTTP APIs in settings",
  reads: { everything: true },
  detect({ project, python }) {
    if (!CLIENTS.some(client => project.thirdParty.has(client))) return [];
    const files = python.filter(isApplication);
    const asked = new Map(files.map(file => [file, askedNames(file.facts)] as const));
    const constants = new Set([...asked.values()].flatMap(names => [...names].filter(isConstant)));
    return files.flatMap(file =>
      webAddresses(file.facts).flatMap(literal => {
        const { text, root, scope, offset } = literal;
        const name = literal.name.slice(literal.name.lastIndexOf(".") + 1);
        if (!ADDRESS_NAME.test(name) || isAddressOfPages(name) || BACKING.test(name)) return [];
        const { variables } = project.resolve(file, root, scope);
        const address = readHttpAddress(text, variables.length > 0);
        if (!address || (isLoopback(address.host) && /^(?:BASE|SITE|SERVER|APP|ROOT)_?(?:URL|HOST)$/i.test(name)))
          return [];
        if (variables.some(isAddressOfPages)) return [];
        const isRead = variables.length > 0 || (literal.from === "call" && isConstant(name));
        const isAsked = (): boolean =>
          isConstant(name)
            ? constants.has(name) || isAddressOfApi(text)
            : literal.from === "assignment" && (asked.get(file)?.has(`${scope}:${name}`) ?? false);
        if (!isRead && !isClientKeyword(file, literal) && !isSettingsField(file, literal) && !isAsked()) return [];
        return [
          integration("http-api", "settings", project.place(file, offset, isRead ? "high" : "medium"), {
            host: address.host,
            protocol: address.protocol,
            variables,
            breaks: addressProblem(text),
            optional: true,
          }),
        ];
      }),
    );
  },
});

const webAddresses = oncePerFacts(facts => literalsOf(facts).filter(({ text }) => /^https?:/i.test(text)));

function isClientKeyword(file: PythonFile, { name, from, offset }: BoundLiteral): boolean {
  return (
    from === "keyword" &&
    CLIENT_KEYWORDS.has(name) &&
    !file.facts.calls.some(call => isOfAws(call) && call.keywords.some(({ value }) => value.offset === offset))
  );
}

/** `boto3.client("s3", endpoint_url=…)`: where a service of AWS is, which is told as that service. */
function isOfAws({ callee, arguments: [service], keywords }: CallFact): boolean {
  return (
    /(?:^|\.)(?:client|resource|create_client)$/.test(callee) &&
    (service?.kind === "string" || keywords.some(({ name }) => name === "service_name"))
  );
}

/** An annotated field of a class of settings, which the environment fills. */
function isSettingsField(file: PythonFile, { annotation, scope, name }: BoundLiteral): boolean {
  const owner = file.facts.definitions[scope];
  if (annotation === null || owner?.kind !== "class" || !name.includes("_")) return false;
  return owner.bases.some(base => base.kind === "name" && /(?:Settings|Config|Env\w*)$/.test(base.path));
}

function isConstant(name: string): boolean {
  return name === name.toUpperCase();
}

/**
 * Names that a file passes to requests, also by way of one other name: `url = API_URL % id; get(url)`. Constants by their last
 * part, other names with the function that they stand in.
 */
const askedNames = oncePerFacts((facts): ReadonlySet<string> => {
  const found = new Set<string>();
  const add = (value: Value | undefined, scope: number): void => {
    for (const path of namesIn(value)) {
      const name = path.slice(path.lastIndexOf(".") + 1);
      found.add(isConstant(name) ? name : `${scope}:${name}`);
    }
  };
  for (const call of facts.calls) {
    if (isOfAws(call)) continue;
    const { callee, arguments: values, keywords, scope } = call;
    if (VERBS.has(callee.slice(callee.lastIndexOf(".") + 1)) && !/environ|getenv|config|settings\.get$/.test(callee)) {
      add(values[0], scope);
      add(values[1], scope);
      for (const { name, value } of keywords) if (name === "url") add(value, scope);
    }
    for (const { name, value } of keywords) if (name !== null && CLIENT_KEYWORDS.has(name)) add(value, scope);
  }
  if (found.size === 0) return found;
  for (const { target, value, scope } of facts.assignments)
    if (value && found.has(`${scope}:${target.slice(target.lastIndexOf(".") + 1)}`)) add(value, scope);
  return found;
});

/** Addresses that only programs ask for, by their own form: `api.` hosts, versions and `api` in the path, JSON. */
function isAddressOfApi(text: string): boolean {
  return (
    /^https?:\/\/(?:[\w-]+\.)?api[.-]/i.test(text) ||
    /\/(?:api|graphql|rest|jsonrpc|rpc|v\d+(?:\.\d+)?)(?:\/|$)/i.test(text) ||
    /[/.]json$/i.test(text)
  );
}
