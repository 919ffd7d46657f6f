import { globalScope } from "../../../docker/dockerfile/expand";
import { shortName } from "../../../docker/dockerfile/image-reference";
import type { Word } from "../../../docker/dockerfile/types";
import { defineRule } from "../../define-rule";
import type { DockerfileContext } from "../../dockerfile-context";
import { shorten } from "../../query/fixing";
import { defaultReference, imageUses } from "../../query/images";

/** A tag to show as an example. */
function exampleTag(repository: string): string {
  return repository === "python" ? "3.13-slim" : "1.2";
}

/** Whether the name ends in an argument that has no default: a build gives it, perhaps with the tag. */
function endsOpen(context: DockerfileContext, { variables, span }: Word): boolean {
  const last = variables.at(-1);
  return last?.span.end === span.end && !globalScope(context.graph, context.file.escape).get(last.name);
}

export const rule = defineRule({
  target: "dockerfile",
  id: "untagged-image",
  code: "DD1030",
  severity: "warning",
  mirrors: ["DL3006", "DS-0001", "CKV_DOCKER_7"],
  what: "FROM with an image that has no tag and no digest.",
  why: "The image of today's `latest` is taken, so the same file builds something else tomorrow.",
  todo: "Write a tag that names a version, such as `python:3.13-slim`.",
  bad: "FROM «python»\n",
  good: "FROM python:3.13-slim\n",
  check: context => {
    for (const use of imageUses(context)) {
      const { repository, tag, digest, text } = defaultReference(context, use);
      if (use.from.image === null || tag !== null || digest !== null || repository === "scratch") continue;
      if (shortName({ ...use.reference, repository }).includes("$") || repository === "") continue;
      // A variable without a value may hold the tag.
      if (endsOpen(context, use.from.image)) continue;
      const name = shorten(text, 40);
      context.report(
        use.from.image.span,
        `\`${name}\` has no tag, so each build may get another release. Write a version, such as \`${name}:${exampleTag(repository)}\`.`,
        { mirrors: use.reference.text.startsWith("$") ? ["DS-0001"] : ["DL3006", "DS-0001", "CKV_DOCKER_7"] },
      );
    }
  },
});
