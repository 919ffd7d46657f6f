import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";

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
    const first = new Map<string, { readonly service: string; readonly place: ReturnType<typeof context.placeOf> }>();
    for (const [name, parts] of context.project.services) {
      const part = parts.findLast(each => each.service.containerName !== null && each.service.name === name);
      const container = part?.service.containerName;
      if (part === undefined || container === null || container === undefined || container.text.includes("$")) continue;
      const other = first.get(container.text);
      if (other === undefined) {
        first.set(container.text, { service: name, place: context.placeOf(container.span, part.file.path) });
      } else if (part.file.path === context.path) {
        context.report(
          container.span,
          `\`${shorten(other.service, 30)}\` has the container name \`${shorten(container.text, 30)}\` too, so Compose refuses the project. Change one.`,
          { related: [other.place] },
        );
      }
    }
  },
});
