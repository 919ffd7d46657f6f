import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "duplicate-mount-point",
  code: "DD2111",
  severity: "warning",
  mirrors: [],
  what: "Two volumes of a service at one path.",
  why: "Compose takes the last one and drops the others without a word.",
  todo: "Give each its own path.",
  bad: "services:\n  web:\n    image: shop:1\n    volumes:\n      - ./media:/data\n      - ./static:«/data»\n",
  good: "services:\n  web:\n    image: shop:1\n    volumes:\n      - ./media:/data/media\n      - ./static:/data/static\n",
  check: context => {
    for (const service of context.document.services) {
      const first = new Map<string, (typeof service.volumes)[number]>();
      for (const mount of service.volumes) {
        const { target } = mount;
        if (target === null || target === "" || target.includes("$")) continue;
        const path = target.length > 1 ? target.replace(/\/+$/, "") : target;
        const other = first.get(path);
        if (other === undefined) first.set(path, mount);
        else if (other.span.start !== mount.span.start) {
          context.report(
            mount.targetSpan,
            `\`${shorten(path, 40)}\` is mounted twice in \`${shorten(service.name, 24)}\`, and Compose takes only this last one. Change one path.`,
            {
              related: [context.placeOf(other.span)],
            },
          );
        }
      }
    }
  },
});
