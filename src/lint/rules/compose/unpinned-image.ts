import { locatedAt } from "../../../docker/compose/scalars";
import type { ComposeService, Located } from "../../../docker/compose/types";
import { parseImageReference } from "../../../docker/dockerfile/image-reference";
import { at, items } from "../../../workspace/data-node";
import type { ComposeContext } from "../../compose-context";
import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";
import { merged } from "../../query/compose";

/** Tags that are given to another build again and again, as dclint lists them. */
const MOVING: readonly string[] = ["latest", "stable", "edge", "test", "nightly", "dev", "beta", "canary"];

/** The images that a service pulls: with `build` its own name is given to what is built. */
function imagesOf(context: ComposeContext, service: ComposeService): readonly Located[] {
  const isBuilt = merged(context, service, each => each.build) !== null;
  const hooks = items(at(service.node, "pre_start")).map(hook => locatedAt(hook, "image"));
  return [isBuilt ? null : service.image, ...hooks].flatMap(each => (each === null || each.text === "" ? [] : each));
}

export const rule = defineRule({
  target: "compose",
  id: "unpinned-image",
  code: "DD2060",
  severity: "warning",
  mirrors: ["service-image-require-explicit-tag"],
  what: "An image without a tag, or with one that moves, such as `latest` or `nightly`.",
  why: "Each pull may bring another version: a database of the next major version does not open the old one's files.",
  todo: "Write the version as a tag.",
  bad: "services:\n  db:\n    image: «postgres»\n",
  good: "services:\n  db:\n    image: postgres:17\n",
  check: context => {
    for (const image of context.document.services.flatMap(service => imagesOf(context, service))) {
      const reference = parseImageReference(image.text);
      if (reference.digest !== null || (reference.tag === null && image.text.includes("$"))) continue;
      if (reference.tag !== null && !MOVING.includes(reference.tag)) continue;
      const isBuilt = [...context.project.services.values()].some(parts =>
        parts.some(part => part.service.build !== null && part.service.image?.text === image.text),
      );
      if (isBuilt) continue;
      const name = shorten(image.text, 40);
      context.report(
        image.span,
        reference.tag === null
          ? `\`${name}\` has no tag, so each pull may bring another version. Write the version, as in \`${shorten(reference.repository, 24)}:1.2\`.`
          : `\`${name}\` may be another build at each pull. Write the version as its tag.`,
      );
    }
  },
});
