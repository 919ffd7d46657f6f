import type { CallFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { keywordOf } from "../../python/values";
import { defineDetector } from "../define-detector";
import { fieldsIn } from "../integrations/address-fields";
import { addressProblem, readAddress } from "../integrations/address";
import { fixedAddress, keywordParts } from "../integrations/fixed-address";
import { integration, storeKind, type IntegrationEvidence } from "../integrations/integration-evidence";
import { among, isOwnCode } from "../integrations/own-code";
import { boundLiterals } from "../readiness/literals";

/** Calls that put an address together from its parts, with what holds the scheme. */
const BUILDERS = /(?:^|\.)(?:URL\.create|engine\.url\.URL|URL|\w*(?:Dsn|Url)\.build)$/;

/** What those name a server, a login and a database by; a query says something else. */
const PART = /^(?:scheme|drivername|user|username|password|host|port|database|path)$/;

/** A template whose scheme is among its holes. */
const OPEN_SCHEME = /^\w*\{\}[\w+{}]*:\/\//;

const IN_CODE = among(isOwnCode, addresses);

/**
 * Addresses with a service's scheme that the code binds to a name or passes to a call: `redis://localhost:6379/0`, also as a
 * default of an environment variable, as a template with holes or built from parts.
 */
export const detector = defineDetector({
  id: "integration-addresses",
  title: "Addresses in code",
  reads: { everything: true },
  detect({ each }) {
    return each(IN_CODE);
  },
});

function addresses(project: PythonProject, file: PythonFile): readonly IntegrationEvidence[] {
  return [
    ...written(project, file),
    ...file.facts.calls.flatMap(call => (BUILDERS.test(call.callee) ? built(project, file, call) : [])),
  ];
}

function written(project: PythonProject, file: PythonFile): readonly IntegrationEvidence[] {
  return boundLiterals(file).flatMap(({ text, isTemplate, value, offset, end, name, root, scope }) => {
    if (!text.includes("://")) return [];
    const address = readAddress(OPEN_SCHEME.test(text) ? filledIn(project, file, value, scope) : text);
    // `sqlite://` and `:memory:` keep nothing on disk.
    if (!address || (address.service === "sqlite" && /^\/*$|:memory:/.test(address.host + address.path))) return [];
    const { variables } = project.resolve(file, root, scope);
    const whole: Value = isTemplate ? root : { kind: "string", value: text, offset, end, bytes: false };
    return [
      integration(address.service, "url", project.place(file, offset), {
        kind: storeKind(address.service, `${name} ${variables.join(" ")}`),
        variables,
        breaks: addressProblem(text),
        fixed: variables.length === 0 ? fixedAddress(project, [{ name: "url", file, value: whole, scope }]) : null,
        scheme: address.scheme,
        optional: file.role === "script",
        parts: fieldsIn(value),
      }),
    ];
  });
}

/** A template with the parts of which the code knows what they are: the scheme of `f"{DIALECT}+{DRIVER}://{USER}@{HOST}/shop"`. */
function filledIn(project: PythonProject, file: PythonFile, value: Value, scope: number): string {
  const { value: known } = project.resolve(file, value, scope);
  if (known.kind === "string") return known.value;
  return known.kind === "template" ? known.parts.map(part => (typeof part === "string" ? part : "{}")).join("") : "";
}

/** `URL.create("postgresql+psycopg", host=…)`, `PostgresDsn.build(scheme="postgresql", …)`. */
function built(project: PythonProject, file: PythonFile, call: CallFact): readonly IntegrationEvidence[] {
  const value = keywordOf(call, "scheme") ?? keywordOf(call, "drivername") ?? call.arguments[0];
  const scheme = project.string(file, value, call.scope);
  if (scheme === null || !/^[a-z][a-z0-9+_]*$/.test(scheme)) return [];
  const address = readAddress(`${scheme}://{}`);
  if (!address || (address.service === "sqlite" && call.arguments.length + call.keywords.length < 2)) return [];
  const parts = call.keywords.map(({ name, value: part }) => ({ name, ...project.resolve(file, part, call.scope) }));
  const host = parts.find(({ name }) => name === "host")?.value;
  return [
    integration(address.service, "url", project.place(file, call.offset), {
      variables: [...new Set(parts.flatMap(({ variables }) => variables))],
      breaks: host?.kind === "string" ? addressProblem(host.value) : null,
      fixed: fixedAddress(project, keywordParts(file, call)),
      scheme: address.scheme,
      optional: file.role === "script",
      parts: call.keywords.flatMap(({ name, value: part }) => (PART.test(name ?? "") ? fieldsIn(part) : [])),
    }),
  ];
}
