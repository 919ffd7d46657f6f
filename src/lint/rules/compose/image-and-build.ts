import { entry } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "image-and-build",
  code: "DD2026",
  severity: "info",
  enabled: false,
  mirrors: ["no-build-and-image"],
  what: "A service with both `image` and `build`, without `pull_policy`.",
  why: "Compose may pull an image of that name instead of building it.",
  todo: "Keep one of the two, or say which comes first with `pull_policy`.",
  bad: "services:\n  web:\n    «image»: shop:1\n    build: .\n",
  good: "services:\n  web:\n    image: shop:1\n    build: .\n    pull_policy: build\n",
  check: context => {
    for (const service of context.document.services) {
      if (service.image === null || service.build === null) continue;
      if (entry(service.node, "pull_policy") !== undefined) continue;
      const key = entry(service.node, "image");
      if (key === undefined) continue;
      context.report(
        key.keySpan,
        `\`${shorten(service.name, 30)}\` has \`image\` and \`build\`: Compose may pull where it is to build. Add \`pull_policy: build\`.`,
      );
    }
  },
});
