import { surroundingsOf } from "../environment/surroundings";
import { defineDetector } from "../define-detector";
import { API_CLIENTS } from "../integrations/api-clients";
import { fetchesFromHub, HUB_HOST, HUB_MODULES } from "../integrations/hub-models";
import { integration } from "../integrations/integration-evidence";
import { isOwnCode } from "../integrations/own-code";

const HOSTS = new Map(API_CLIENTS);
const MODULES = [...new Set([...API_CLIENTS.map(([callee]) => callee.split(".", 1)[0] ?? ""), ...HUB_MODULES])];
/** Keywords by which a client is given another address than its own. */
const ADDRESS = /^(?:base_?url|api_base|openai_api_base|api_endpoint|endpoint|host|url|server_url|azure_endpoint)$/i;

/** HTTP APIs that the code calls through a client library, which knows the host itself. */
export const detector = defineDetector({
  id: "integration-api-clients",
  title: "Clients of HTTP APIs",
  reads: { calls: API_CLIENTS.map(([callee]) => callee), modules: MODULES },
  detect({ project, python, calls }) {
    const { unset } = surroundingsOf(project);
    const found = calls.flatMap(({ file, call, name }) => {
      const host = HOSTS.get(name);
      if (host === undefined || !isOwnCode(file)) return [];
      const variables = new Set<string>();
      for (const { name: keyword, value } of call.keywords) {
        const resolved = project.resolve(file, value, call.scope);
        // Another address is an integration of its own; a variable without a default leaves the library's.
        if (keyword !== null && ADDRESS.test(keyword) && !resolved.isOpen && resolved.value.kind === "string")
          return [];
        for (const variable of resolved.variables) variables.add(variable);
      }
      for (const value of call.arguments)
        for (const variable of project.resolve(file, value, call.scope).variables) variables.add(variable);
      return [
        integration("http-api", "code", project.place(file, call.offset), {
          host,
          protocol: "https",
          variables: [...variables],
          optional: file.role === "script" || unset.isPassedOver(file, call.offset),
        }),
      ];
    });
    // `class MyBot(commands.Bot)`: the class is the client, wherever it is made.
    const classes = python.filter(isOwnCode).flatMap(file =>
      file.facts.definitions.flatMap(({ kind, bases, offset }) => {
        if (kind !== "class") return [];
        const hosts = bases.flatMap(base =>
          base.kind === "name" ? (HOSTS.get(project.qualify(file, base.path)) ?? []) : [],
        );
        return hosts.map(host =>
          integration("http-api", "code", project.place(file, offset), {
            host,
            protocol: "https",
            optional: file.role === "script",
          }),
        );
      }),
    );
    const models = python.filter(isOwnCode).flatMap(file =>
      file.facts.calls
        .filter(call => fetchesFromHub(project, file, call))
        .map(call =>
          integration("http-api", "code", project.place(file, call.offset), {
            host: HUB_HOST,
            protocol: "https",
            optional: file.role === "script" || unset.isPassedOver(file, call.offset),
          }),
        ),
    );
    return [...found, ...classes, ...models];
  },
});
