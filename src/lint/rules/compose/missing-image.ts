import type { ComposeService } from "../../../docker/compose/types";
import { entry } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { isHidden, partsOf } from "../../query/compose";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "missing-image",
  code: "DD2025",
  severity: "error",
  mirrors: [],
  what: "A service with neither `image` nor `build`.",
  why: "Compose refuses the project.",
  todo: "Name an image, or the folder to build it from.",
  bad: 'services:\n  «web»:\n    ports: ["80:80"]\n',
  good: 'services:\n  web:\n    image: nginx:1.27\n    ports: ["80:80"]\n',
  check: context => {
    const { document } = context;
    // What lies beside a devcontainer.json is laid over the project's own files.
    if (document.problems.length > 0 || /(?:^|\/)\.devcontainer\//.test(context.path)) return;
    for (const service of document.services) {
      if (isHidden(context, service) || service.node.kind !== "map") continue;
      const parts = partsOf(context, service);
      // Of an image that is no text another rule tells.
      const isGiven = ({ node, extends: other }: ComposeService): boolean =>
        other !== null || ["image", "build", "provider"].some(key => entry(node, key) !== undefined);
      if (parts.some(each => isGiven(each.service))) continue;
      // Another file beside this one may be laid over it by hand (`-f`).
      if (context.overlays.some(each => each.services.some(other => other.name === service.name))) continue;
      context.report(
        service.keySpan,
        `\`${shorten(service.name, 40)}\` has neither \`image\` nor \`build\`, so Compose refuses the project. Add one.`,
      );
    }
  },
});
