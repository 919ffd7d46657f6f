import { entry } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { fixOf, merged, removeEntry } from "../../query/compose";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "container-name-with-replicas",
  code: "DD2036",
  severity: "error",
  mirrors: [],
  what: "`container_name` on a service with several replicas.",
  why: "Container names are unique, so Compose refuses the project.",
  todo: "Remove `container_name`, or run one replica.",
  bad: "services:\n  worker:\n    image: shop:1\n    container_name: «worker»\n    deploy:\n      replicas: 3\n",
  good: "services:\n  worker:\n    image: shop:1\n    deploy:\n      replicas: 3\n",
  check: context => {
    for (const service of context.document.services) {
      const name = service.containerName;
      const replicas = merged(context, service, each => each.replicas);
      if (name === null || replicas === null || replicas.count < 2) continue;
      const own = entry(service.node, "container_name");
      context.report(
        name.span,
        `\`${shorten(name.text, 30)}\` can name one container, and \`${shorten(service.name, 30)}\` has ${String(replicas.count)} replicas. Remove the name.`,
        {
          fixes:
            own === undefined
              ? []
              : fixOf("Remove container_name", false, removeEntry(context.text, service.node, own)),
        },
      );
    }
  },
});
