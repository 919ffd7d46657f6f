import { at, items } from "../../../workspace/data-node";
import { located, locatedAt } from "../../../docker/compose/scalars";
import { defineRule } from "../../define-rule";
import { isHidden, partsOf } from "../../query/compose";
import { nearest } from "../../../model/nearest";
import { replace, shorten, suggestion } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "unbuilt-platform",
  code: "DD2132",
  severity: "error",
  mirrors: [],
  what: "`platform` of a service that is not among the `platforms` of its build.",
  why: "Compose refuses the project: it would run what it does not build.",
  todo: "Add the platform to `build.platforms`, or run one of those that are built.",
  bad: "services:\n  web:\n    platform: «linux/arm64»\n    build:\n      context: .\n      platforms: [linux/amd64]\n",
  good: "services:\n  web:\n    platform: linux/amd64\n    build:\n      context: .\n      platforms: [linux/amd64]\n",
  check: context => {
    for (const service of context.document.services) {
      const platform = locatedAt(service.node, "platform");
      if (platform === null || isHidden(context, service)) continue;
      const built = partsOf(context, service)
        .flatMap(part => items(at(part.service.node, "build", "platforms")))
        .flatMap(item => located(item)?.text ?? []);
      if (built.length === 0 || built.includes(platform.text)) continue;
      if ([platform.text, ...built].some(each => each.includes("$"))) continue;
      const [only] = built;
      const other = built.length === 1 ? (only ?? null) : nearest(platform.text, built);
      context.report(
        platform.span,
        `\`${shorten(platform.text, 30)}\` is not among \`build.platforms\` (${shorten(built.join(", "), 50)}), so Compose refuses the project. Add it there.`,
        { fixes: other === null ? [] : [suggestion(`Change to ${other}`, replace(platform.span, other))] },
      );
    }
  },
});
