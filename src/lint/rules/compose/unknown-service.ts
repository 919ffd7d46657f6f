import { partSpan } from "../../../docker/compose/scalars";
import { located } from "../../../docker/compose/scalars";
import type { ComposeReference, ComposeService } from "../../../docker/compose/types";
import { entry } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { reportUnknown } from "../../query/compose";
import { shorten } from "../../query/fixing";

/** `network_mode: service:NAME`, and the same of `ipc`, `pid`. */
function namespaceReferences(text: string, service: ComposeService): readonly ComposeReference[] {
  return ["network_mode", "ipc", "pid"].flatMap(key => {
    const value = located(entry(service.node, key)?.value);
    if (value?.text.startsWith("service:") !== true) return [];
    const name = value.text.slice("service:".length);
    return [{ name, span: partSpan(text, value.node, "service:".length, value.text.length) }];
  });
}

export const rule = defineRule({
  target: "compose",
  id: "unknown-service",
  code: "DD2010",
  severity: "error",
  mirrors: [],
  what: "A reference to a service that is not defined.",
  why: "Compose refuses the project.",
  todo: "Correct the name, or define the service.",
  bad: "services:\n  web:\n    image: nginx:1.27\n    depends_on: [«dbb»]\n  db:\n    image: postgres:17\n",
  good: "services:\n  web:\n    image: nginx:1.27\n    depends_on: [db]\n  db:\n    image: postgres:17\n",
  check: context => {
    const { project, document } = context;
    if (!project.isComplete) return;
    const known = [...project.services.keys()];
    for (const service of document.services) {
      const references = [
        ...service.dependsOn,
        ...service.links,
        ...service.volumesFrom,
        ...namespaceReferences(context.text, service),
      ];
      for (const reference of references) {
        if (reference.name.includes("$") || project.services.has(reference.name)) continue;
        reportUnknown(
          context,
          reference,
          known.filter(each => each !== service.name),
          hint => {
            const todo = hint === null ? "Define it, or remove the reference." : `Write \`${hint}\`.`;
            return `\`${shorten(service.name, 30)}\` needs the service \`${shorten(reference.name, 30)}\`, which is not defined, so nothing starts. ${todo}`;
          },
        );
      }
    }
  },
});
