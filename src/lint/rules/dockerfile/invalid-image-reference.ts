import { isValidReference } from "../../../docker/dockerfile/image-reference";
import type { ImageReference } from "../../../docker/dockerfile/image-reference";
import type { Word } from "../../../docker/dockerfile/types";
import type { Span } from "../../../model/place";
import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";
import { imageUses } from "../../query/images";

/** The digest or the tag where that alone is wrong, else the whole. */
function wrongPart(word: Word, reference: ImageReference): Span {
  const { digest, tag } = reference;
  const { start, end } = word.span;
  if (end - start !== reference.text.length) return word.span;
  if (digest !== null && digest !== "" && isValidReference({ ...reference, digest: null }))
    return { start: end - digest.length, end };
  if (tag !== null && tag !== "" && digest === null && isValidReference({ ...reference, tag: null }))
    return { start: end - tag.length, end };
  return word.span;
}

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
        wrongPart(from.image, reference),
        `\`${shorten(reference.text)}\` is no image name, so the build stops here. Write \`name:tag\` in lower case.`,
      );
    }
  },
});
