import { defineRule } from "../../define-rule";
import { profilesOf, runTogether } from "../../query/compose";
import { shorten } from "../../query/fixing";
import type { Located } from "../../../docker/compose/types";

interface Named {
  readonly service: string;
  readonly container: Located;
  readonly path: string;
  readonly profiles: readonly string[];
}

export const rule = defineRule({
  target: "compose",
  id: "duplicate-container-name",
  code: "DD2037",
  severity: "error",
  mirrors: ["no-duplicate-container-names"],
  what: "Two services with the same `container_name`.",
  why: "Compose refuses the project.",
  todo: "Give each its own name, or leave the names out.",
  bad: "services:\n  web:\n    image: nginx:1.27\n    container_name: shop\n  api:\n    image: nginx:1.26\n    container_name: «shop»\n",
  good: "services:\n  web:\n    image: nginx:1.27\n    container_name: shop\n  api:\n    image: nginx:1.26\n    container_name: shop-api\n",
  check: context => {
    const named: Named[] = [];
    for (const [name, parts] of context.project.services) {
      const part = parts.findLast(each => each.service.containerName !== null && each.service.name === name);
      const container = part?.service.containerName;
      if (part === undefined || container === null || container === undefined || container.text.includes("$")) continue;
      const own = { service: name, container, path: part.file.path, profiles: profilesOf(parts) };
      const other = named.find(
        each => each.container.text === container.text && runTogether(each.profiles, own.profiles),
      );
      named.push(own);
      if (other === undefined || own.path !== context.path) continue;
      context.report(
        container.span,
        `\`${shorten(other.service, 30)}\` has the container name \`${shorten(container.text, 30)}\` too, so Compose refuses the project. Change one.`,
        { related: [context.placeOf(other.container.span, other.path)] },
      );
    }
  },
});
