import { isValidReference } from "../../../docker/dockerfile/image-reference";
import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";
import { imageUses } from "../../query/images";

export const rule = defineRule({
  target: "dockerfile",
  id: "invalid-image-reference",
  code: "DD1039",
  severity: "error",
  mirrors: ["INVALID_REFERENCE_FORMAT"],
  what: "FROM with a text that is no image reference.",
  why: "The build stops before its first step.",
  todo: "Write `name:tag` or `name@sha256:…` in lower case.",
  bad: "FROM «python:»\n",
  good: "FROM python:3.13-slim\n",
  check: context => {
    for (const { from, reference } of imageUses(context)) {
      if (from.image === null || reference.text.includes("$") || isValidReference(reference)) continue;
      context.report(
        from.image.span,
        `\`${shorten(reference.text)}\` is no image name, so the build stops here. Write \`name:tag\` in lower case.`,
      );
    }
  },
});
