import type { Value } from "../../python/facts";
import { walk } from "../applications/values";
import { defineDetector } from "../define-detector";
import { addressProblem, readAddress } from "../integrations/address";
import { integration, storeKind, type IntegrationEvidence } from "../integrations/integration-evidence";
import { isOwnCode } from "../integrations/own-code";

/**
 * Addresses with a service's scheme that the code binds to a name or passes to a call: `redis://localhost:6379/0`, also as a
 * default of an environment variable or as a template with holes.
 */
export const detector = defineDetector({
  id: "integration-addresses",
  title: "Addresses in code",
  reads: { everything: true },
  detect({ project, python }) {
    return python.filter(isOwnCode).flatMap(file => {
      const found: IntegrationEvidence[] = [];
      const seen = new Set<number>();
      const look = (root: Value, name: string, scope: number): void => {
        walk(root, value => {
          const text =
            value.kind === "string" && !value.bytes
              ? value.value
              : value.kind === "template"
                ? templateText(value)
                : null;
          if (text === null || seen.has(value.offset)) return;
          const address = readAddress(text);
          // `sqlite://` and `:memory:` keep nothing on disk.
          if (!address || (address.service === "sqlite" && /^\/*$|:memory:/.test(address.host + address.path))) return;
          seen.add(value.offset);
          // The whole value tells the variables that can replace this literal.
          const variables = project.resolve(file, root, scope).variables;
          found.push(
            integration(address.service, "url", project.place(file, value.offset), {
              kind: storeKind(address.service, `${name} ${variables.join(" ")}`),
              variables,
              breaks: addressProblem(text),
              scheme: address.scheme,
            }),
          );
        });
      };
      for (const { target, value, scope } of file.facts.assignments) if (value) look(value, target, scope);
      for (const call of file.facts.calls) {
        for (const argument of call.arguments) look(argument, call.callee, call.scope);
        for (const keyword of call.keywords) look(keyword.value, keyword.name ?? call.callee, call.scope);
      }
      for (const definition of file.facts.definitions) {
        for (const value of definition.returns) look(value, definition.name, -1);
        for (const parameter of definition.parameters)
          if (parameter.default) look(parameter.default, parameter.name, -1);
      }
      return found;
    });
  },
});

/** The literal parts of a template, each hole as `{}`: enough for its scheme, and for a literal host. */
function templateText(value: Extract<Value, { kind: "template" }>): string {
  return value.parts.map(part => (typeof part === "string" ? part : "{}")).join("");
}
