import type { FixedAddress } from "../../model/recon";
import type { CallFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import type { GivenValue } from "../applications/given-keyword";
import { handedValue } from "../applications/handed-value";
import { defineDetector } from "../define-detector";
import { surroundingsOf } from "../environment/surroundings";
import { addressProblem } from "../integrations/address";
import { AWS_CALLS, AWS_SERVICES, CLIENTS } from "../integrations/clients";
import { fixedAddress, type AddressPart } from "../integrations/fixed-address";
import { integration, storeKind, type IntegrationEvidence } from "../integrations/integration-evidence";
import { among, isOwnCode } from "../integrations/own-code";
import { ADDRESS_KEYWORDS, takesName, unaddressedProblem } from "../integrations/unaddressed";

const SERVICES = new Map(CLIENTS);
const AWS = new Set(AWS_CALLS);

/** Constructors of clients: the surest sign that a service is used, with the address they are given. */
export const detector = defineDetector({
  id: "integration-clients",
  title: "Clients made in code",
  reads: { calls: [...CLIENTS.map(([callee]) => callee), ...AWS_CALLS] },
  detect({ project, calls }) {
    const sends = sendsMail(project);
    const { unset } = surroundingsOf(project);
    return calls.flatMap(({ file, call, name }) => {
      if (!isOwnCode(file)) return [];
      if (AWS.has(name)) return awsEvidence(project, file, call);
      const service = SERVICES.get(name);
      if (service === undefined || (name.startsWith("django.core.mail.") && !sends)) return [];
      return clientEvidence(
        project,
        file,
        { call, name },
        service,
        isOptional(file, name) || unset.isPassedOver(file, call.offset),
      );
    });
  },
});

/**
 * Django's mail functions send through whatever `EMAIL_BACKEND` names: where settings name back ends only that print, store
 * or call an API, there is no mail server.
 */
function sendsMail(project: PythonProject): boolean {
  const settings = project
    .each(MAIL_SETTINGS)
    .flatMap(({ file, told }) => told.map(assignment => ({ file, ...assignment })));
  const backends = settings.filter(({ target }) => target === "EMAIL_BACKEND");
  if (backends.length === 0 || settings.length > backends.length) return true;
  return backends.some(({ file, value, scope }) => {
    const { value: resolved, variables } = project.resolve(file, value as Value, scope);
    return variables.length > 0 || resolved.kind !== "string" || resolved.value.endsWith("smtp.EmailBackend");
  });
}

const MAIL_SETTINGS = among(isOwnCode, (_project, { facts }) =>
  facts.assignments.filter(({ target, value }) => value !== null && /^EMAIL_(?:BACKEND|HOST)$/.test(target)),
);

/** A client whose module may be missing (`try: import cassandra`), or that only a script beside the application makes. */
function isOptional(file: PythonFile, name: string): boolean {
  if (file.role === "script") return true;
  const [head] = name.split(".", 1);
  const imports = file.facts.imports.filter(({ module, level }) => level === 0 && module.split(".", 1)[0] === head);
  return imports.length > 0 && imports.every(({ kind, scope }) => kind === "conditional" && scope === -1);
}

function clientEvidence(
  project: PythonProject,
  file: PythonFile,
  { call, name }: { readonly call: CallFact; readonly name: string },
  service: string,
  optional: boolean,
): readonly IntegrationEvidence[] {
  const variables = new Set<string>();
  let breaks: string | null = null;
  // What the caller of an own function gave it: `Store(os.environ["DB_HOST"])`.
  const handed = (value: Value): GivenValue => handedValue(project, { file, value, scope: call.scope });
  const positional = call.arguments.map(handed);
  const keywords = call.keywords.map(({ name, value }) => ({ name: name ?? "", ...handed(value) }));
  const values = [
    ...positional.slice(0, takesName(name) ? 0 : 1).map(given => ({ name: "host", ...given })),
    ...keywords,
  ];
  for (const { name: keyword, ...given } of values) {
    const resolved = project.resolve(given.file, given.value, given.scope);
    for (const variable of resolved.variables) variables.add(variable);
    if (!ADDRESS_KEYWORDS.test(keyword)) continue;
    const parts = resolved.value.kind === "sequence" ? resolved.value.items : [resolved.value];
    for (const part of parts) if (part.kind === "string") breaks ??= addressProblem(part.value);
  }
  const place = project.place(file, call.offset);
  const unaddressed = unaddressedProblem(name, call);
  // An in-memory SQLite database is no data on disk.
  const first = call.arguments[0];
  if (service === "sqlite" && first && project.string(file, first, call.scope) === ":memory:") return [];
  const fixed = unaddressed
    ? { host: "localhost", port: null, user: null, database: null, password: null, place }
    : fixedAddress(project, [...namedInOrder(positional, namesInOrder(name, service)), ...keywords]);
  return [
    integration(service, "code", place, {
      kind: storeKind(service, `${file.path} ${[...variables].join(" ")}`),
      variables: [...variables],
      breaks: breaks ?? unaddressed,
      fixed,
      optional,
      ...(service === "grpc" ? targetOf(project, file, call, fixed) : {}),
    }),
  ];
}

/** What a channel of gRPC leads to: written down, or all of it in one variable. */
function targetOf(
  project: PythonProject,
  file: PythonFile,
  call: CallFact,
  fixed: FixedAddress | null,
): Pick<IntegrationEvidence, "host" | "whole"> {
  if (fixed !== null) return { host: fixed.port === null ? fixed.host : `${fixed.host}:${fixed.port}` };
  const target = call.arguments[0] ?? call.keywords.find(({ name }) => name === "target")?.value;
  const { value, variables } = target ? project.resolve(file, target, call.scope) : { value: undefined, variables: [] };
  if (value?.kind === "template" || variables.length > 1) return {};
  // A field of a settings class is read from the variable of its name; one of the object itself or of a command line is not.
  const path = value?.kind === "name" && !/^(?:self|cls|args|options)\./.test(value.path) ? value.path : "";
  const field = /\.(\w+)$/.exec(path)?.[1]?.toUpperCase();
  const whole = variables[0] ?? field;
  return whole === undefined ? {} : { whole: [whole] };
}

/** Arguments by the names that they have as keywords. */
function namedInOrder(given: readonly GivenValue[], names: readonly string[]): readonly AddressPart[] {
  return names.flatMap((name, at) => (given[at] ? [{ name, ...given[at] }] : []));
}

/** What arguments without a name are: clients of MySQL take four in one order, most others host and port. */
function namesInOrder(callee: string, service: string): readonly string[] {
  if (/Database$|^mongoengine\./.test(callee) && callee !== "walrus.Database") return ["database"];
  // Topics, and the name of an application.
  if (service === "kafka" || takesName(callee)) return [];
  if (/^(?:psycopg|asyncpg|aiopg)/.test(callee)) return ["dsn"];
  return service === "mysql" || service === "mariadb" ? ["host", "user", "password", "database"] : ["host", "port"];
}

function awsEvidence(project: PythonProject, file: PythonFile, call: CallFact): readonly IntegrationEvidence[] {
  const named = project.string(
    file,
    call.arguments[0] ?? call.keywords.find(({ name }) => name === "service_name")?.value,
    call.scope,
  );
  const service = named === null ? undefined : AWS_SERVICES[named];
  return service === undefined
    ? []
    : clientEvidence(
        project,
        file,
        { call: { ...call, arguments: [] }, name: "boto3.client" },
        service,
        isOptional(file, "boto3"),
      );
}
