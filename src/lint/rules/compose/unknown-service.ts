import type { ComposeReference, ComposeService } from "../../../docker/compose/types";
import { at } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { reportUnknown } from "../../query/compose";
import { shorten } from "../../query/fixing";

/** `additional_contexts: {base: service:NAME}`. */
function contextReferences({ build }: ComposeService): readonly ComposeReference[] {
  return (build?.contexts ?? []).flatMap(({ value, valueSpan }) => {
    if (value?.startsWith("service:") !== true) return [];
    return [{ name: value.slice("service:".length), span: valueSpan }];
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
        ...service.shares,
        ...contextReferences(service),
      ];
      for (const reference of references) {
        if (reference.name.includes("$") || project.services.has(reference.name)) continue;
        // A file that is laid over this one by hand brings it.
        if (context.overlays.some(({ services }) => services.some(each => each.name === reference.name))) continue;
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
      // `!override` and `!reset` leave nothing of what the base says.
      const own = at(service.node, "depends_on");
      if (own !== undefined && document.tags.has(own)) continue;
      for (const { file, service: base } of project.services.get(service.name) ?? []) {
        if (service.extends === null || project.files.some(each => each.path === file.path)) continue;
        const missing = base.dependsOn.find(each => each.isRequired && !project.services.has(each.name));
        if (missing === undefined || missing.name.includes("$")) continue;
        context.report(
          service.extends.serviceSpan,
          `\`${shorten(service.name, 30)}\` takes over that it needs \`${shorten(missing.name, 30)}\`, which this project does not define, so nothing starts. Define it here.`,
          { related: [context.placeOf(missing.span, file.path)] },
        );
      }
    }
  },
});
