import type { Evidence } from "../../model/evidence";
import type { Place } from "../../model/place";
import { defineDetector } from "../define-detector";
import { addressProblem, readAddress } from "../integrations/address";
import { CLIENTS } from "../integrations/clients";
import { among, isProductionCode } from "../integrations/own-code";
import { takesName, unaddressedProblem } from "../integrations/unaddressed";
import { isAddressOfPages } from "../integrations/variable-names";
import { boundLiterals, type BoundLiteral } from "../readiness/literals";
import { fromEnvironment, type Suggested } from "../readiness/suggestion";
import type { PythonFile, PythonProject } from "../../python/project";

const SERVICES = new Map(CLIENTS);
const OWN_ADDRESS = /^(?:BASE_?URL|URL|SERVER_URL|HOST_URL|base_url)$/i;

const IN_CODE = among(isProductionCode, inCode);

/** Addresses of other services that point at this machine: they find nothing inside a container. */
export const detector = defineDetector({
  id: "readiness-localhost-address",
  title: "Localhost addresses",
  reads: { everything: true, calls: CLIENTS.map(([callee]) => callee) },
  detect({ project, calls, each }) {
    const inLiterals = each(IN_CODE);
    const inClients = calls.flatMap(({ file, call, name }) => {
      const service = SERVICES.get(name);
      if (service === undefined || service === "sqlite" || service === "smtp" || !isProductionCode(file)) return [];
      const unaddressed = unaddressedProblem(name, call);
      if (unaddressed !== null)
        return [finding(project.place(file, call.offset), `${call.callee} is given no address`, unaddressed, service)];
      const host =
        call.keywords.find(({ name: keyword }) => keyword === "host")?.value ??
        (takesName(name) ? undefined : call.arguments[0]);
      if (host?.kind !== "string" || host.value.includes("://")) return [];
      const problem = addressProblem(host.value);
      if (problem === null) return [];
      const literal = { text: host.value, offset: host.offset, end: host.end, name: `${service}_host` };
      const suggested = fromEnvironment(project, file, literal);
      const what = `${call.callee} connects to ${host.value}`;
      return [finding(project.place(file, host.offset), what, problem, service, suggested)];
    });
    return [...inLiterals, ...inClients];
  },
});

/** An address of HTTP without a name of its own is most often where the application itself is found. */
function isOwnAddress(text: string, name: string): boolean {
  return /^https?:/i.test(text) && OWN_ADDRESS.test(name);
}

function inCode(project: PythonProject, file: PythonFile): readonly Evidence[] {
  return boundLiterals(file).flatMap(literal => {
    const { text, offset, name } = literal;
    if (!mayPointHere(text)) return [];
    const isUrl = text.includes("://");
    // `"http://localhost:1080 (MailDev)"` is for people to read.
    if (isUrl && /\S\s+\S/.test(text)) return [];
    const owner = file.facts.definitions[literal.scope];
    // `class Testing(Config)` holds what tests are given; `class TestRailClient` is a client.
    if (owner?.kind === "class" && /^Test(?:s|ing)?(?:_?(?:Config\w*|Settings|Env\w*))?$/.test(owner.name)) return [];
    const isOrigin = owner?.kind === "function" && /cors|origins?$/i.test(owner.name);
    if (isUrl ? isOrigin || isAddressOfPages(name) || isOwnAddress(text, name) : !isHostOfService(literal)) return [];
    const problem = addressProblem(text);
    if (problem === null) return [];
    const host = isUrl ? (text.split("/", 3)[2] ?? "").replace(/^.*@/, "") : text;
    return [
      finding(
        project.place(file, offset),
        `${name} points at ${host === "" ? "localhost" : host}`,
        problem,
        readAddress(text)?.service ?? "other",
        isPlain(project, file, literal) ? fromEnvironment(project, file, literal) : {},
      ),
    ];
  });
}

function finding(place: Place, what: string, why: string, service: string, suggested: Suggested = {}) {
  return {
    claim: "readiness" as const,
    rule: "localhost-address",
    what,
    why,
    place,
    fix: `Set it from the environment to the name of the ${service} service.`,
    ...suggested,
  };
}

/** A literal that stands by itself: no default of a variable, no part of a longer text. */
function isPlain(
  project: PythonProject,
  file: PythonFile,
  { isTemplate, from, root, scope, annotation, offset, end }: BoundLiteral,
): boolean {
  if (isTemplate || annotation !== null || from === "call" || from === "parameter") return false;
  if (file.facts.calls.some(call => call.offset < offset && end <= call.end)) return false;
  return root.kind !== "call" && project.resolve(file, root, scope).variables.length === 0;
}

/** A cheap test before anything is parsed. */
function mayPointHere(text: string): boolean {
  return /localhost|127\.|0\.0\.0\.0|::1|\.sock/i.test(text) || /^(?:redis|amqp|pyamqp):\/\/(?:\/|$)/.test(text);
}

/**
 * A bare host counts where the name says that it is another service's: `MAIL_SERVER`, `HOST` of a mapping. `HOST` alone and
 * 0.0.0.0 are where a server listens, and `BLOCKED_HOSTS` are only compared with.
 */
function isHostOfService({ text, name, from }: BoundLiteral): boolean {
  if (text.startsWith("0.0.0.0") || from === "call") return false;
  if (from === "key" && /^(?:HOST|LOCATION|hosts)$/.test(name)) return true;
  if (from === "keyword") return false;
  const last = name.slice(name.lastIndexOf(".") + 1);
  return (
    /(?:^|_)(?:HOST|HOSTNAME|SERVER|BROKER|ENDPOINT)S?$/i.test(last) &&
    !/^(?:HOST|HOSTNAME|SERVER|(?:HTTP|WEB|API|APP|FLASK|UVICORN)_HOST)$|LISTEN|BIND|ALLOWED|BLOCKED|DENIED|FORBIDDEN|ORIGIN|CORS/i.test(
      last,
    )
  );
}
