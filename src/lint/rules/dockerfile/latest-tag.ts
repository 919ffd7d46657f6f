import { defineRule } from "../../define-rule";
import { copiedImages, defaultReference, imageUses } from "../../query/images";

export const rule = defineRule({
  target: "dockerfile",
  id: "latest-tag",
  code: "DD1031",
  severity: "warning",
  mirrors: ["DL3007", "DS-0001", "CKV_DOCKER_7"],
  what: "FROM, `COPY --from` or a mount's `from=` with the tag `latest`.",
  why: "`latest` moves to each new release, so the same file builds something else tomorrow.",
  todo: "Write a tag that names a version, such as `python:3.13-slim`.",
  bad: "FROM python:«latest»\n",
  good: "FROM python:3.13-slim\n",
  check: context => {
    for (const use of imageUses(context)) {
      const { tag, digest } = defaultReference(context, use);
      const image = use.from.image;
      if (tag !== "latest" || digest !== null || image === null) continue;
      const { end } = image.span;
      const isWritten = context.text.slice(end - "latest".length, end) === "latest";
      context.report(
        isWritten ? { start: end - "latest".length, end } : image.span,
        "`latest` moves with each release, so the next build may get another version. Write a version instead.",
        { mirrors: isWritten ? ["DL3007", "DS-0001", "CKV_DOCKER_7"] : ["DS-0001"] },
      );
    }
    for (const { name, end } of copiedImages(context)) {
      if (!name.endsWith(":latest")) continue;
      context.report(
        { start: end - "latest".length, end },
        "`latest` moves with each release, so the next build may copy another version. Write a version instead.",
        { severity: "info", mirrors: [] },
      );
    }
  },
});
