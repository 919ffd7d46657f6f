import type { Value } from "../../python/facts";
import { addressProblem } from "../integrations/address";
import { fixedAddress } from "../integrations/fixed-address";
import { integration } from "../integrations/integration-evidence";
import { among, isApplication } from "../integrations/own-code";
import { defineDetector } from "../define-detector";

/** Mappings that Huey's application for Django reads, with the connection to Redis inside (Huey: "Django"). */
const SETTINGS = among(isApplication, (project, file) =>
  file.facts.assignments.flatMap(({ target, value, scope, offset }) => {
    if (target !== "HUEY" || value?.kind !== "dict") return [];
    const storage = project.string(file, entryOf(value, "huey_class"), scope) ?? "huey.RedisHuey";
    const connection = entryOf(value, "connection");
    const inside = connection?.kind === "dict" ? connection : value;
    if (!/Redis/.test(storage)) return [];
    const parts = inside.entries.flatMap(({ key, value: given }) => {
      const name = project.string(file, key ?? undefined, scope);
      return name === null ? [] : [{ name, file, value: given, scope }];
    });
    const resolved = parts.map(part => ({ ...part, found: project.resolve(file, part.value, scope) }));
    const texts = resolved.flatMap(({ name, found }) =>
      /^(?:host|url)$/.test(name) && found.value.kind === "string" ? found.value.value : [],
    );
    return integration("redis", "settings", project.place(file, offset), {
      kind: "queue",
      variables: [...new Set(resolved.flatMap(({ found }) => found.variables))],
      breaks: texts.map(addressProblem).find(problem => problem !== null) ?? null,
      fixed: fixedAddress(project, parts),
    });
  }),
);

function entryOf(value: Extract<Value, { kind: "dict" }>, name: string): Value | undefined {
  return value.entries.find(({ key }) => key?.kind === "string" && key.value === name)?.value;
}

export const detector = defineDetector({
  id: "integration-huey",
  title: "Huey's store in Django's settings",
  reads: { everything: true },
  detect: ({ each }) => each(SETTINGS),
});
