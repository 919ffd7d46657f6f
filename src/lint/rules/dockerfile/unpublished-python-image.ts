import { isPublished, publishedPatches, readPythonTag, tagOn } from "../../../recon/knowledge/python-images";
import { defineRule } from "../../define-rule";
import { replace, suggestion } from "../../query/fixing";
import { defaultReference, imageUses } from "../../query/images";

export const rule = defineRule({
  target: "dockerfile",
  id: "unpublished-python-image",
  code: "DD1165",
  severity: "error",
  mirrors: [],
  what: "FROM with a tag of the official Python image that no such image was ever published under.",
  why: "Each Python version was built for the releases of Debian that were current at its time. Any other pair ends the build with `not found`.",
  todo: "Keep the Python version and name a release that it was built for, or leave the patch version out.",
  bad: "FROM python:«3.9.12-slim-bookworm»\n",
  good: "FROM python:3.9-slim-bookworm\n",
  fixed: "FROM python:3.9-slim-bookworm\n",
  check: context => {
    for (const use of imageUses(context)) {
      const { image } = use.from;
      const { registry, repository, tag: text, digest } = defaultReference(context, use);
      const isOfficial = registry === null && /^(?:library\/)?python$/.test(repository);
      const tag = isOfficial && digest === null ? readPythonTag(text ?? "") : null;
      if (image === null || text === null || tag === null || isPublished(tag)) continue;
      const at = context.text.indexOf(text, image.span.start);
      const isWritten = at >= 0 && at + text.length <= image.span.end;
      const span = isWritten ? { start: at, end: at + text.length } : image.span;
      const patches = publishedPatches(tag);
      const instead = tagOn(tag, tag.release) ?? tagOn(tag, "bookworm") ?? tagOn(tag, "bullseye");
      context.report(
        span,
        `There is no image \`python:${text}\`: Python ${tag.minor} was built for ${tag.release} ${patches === null ? "never" : `as ${patches}`}.` +
          (instead === null ? "" : ` Write \`python:${instead}\`.`),
        {
          fixes: instead === null || !isWritten ? [] : [suggestion(`Write python:${instead}`, replace(span, instead))],
        },
      );
    }
  },
});
