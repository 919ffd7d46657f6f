import { ARCHIVED_RELEASES } from "../../../recon/knowledge/debian-releases";
import { readPythonTag, tagOn } from "../../../recon/knowledge/python-images";
import { defineRule } from "../../define-rule";
import { debianRuns, hasOwnSources } from "../../query/debian-runs";
import { replace, suggestion } from "../../query/fixing";
import { callsOf } from "../../query/packages";

export const rule = defineRule({
  target: "dockerfile",
  id: "archived-debian-release",
  code: "DD1162",
  severity: "error",
  mirrors: [],
  what: "apt-get update in an image of a Debian release that has moved to the archive.",
  why: "Its package lists are gone from the mirrors that the image knows, so the step ends with `404 Not Found`; security fixes ended long before.",
  todo: "Name a release that is still served in the tag of the base image.",
  bad: "FROM python:3.7-slim-«buster»\nRUN apt-get update\n",
  good: "FROM python:3.7-slim-bookworm\nRUN apt-get update\n",
  fixed: "FROM python:3.7-slim-bookworm\nRUN apt-get update\n",
  check: context => {
    const told = new Set<number>();
    for (const { run, stage, root, debian } of debianRuns(context)) {
      if (!ARCHIVED_RELEASES.has(debian.release)) continue;
      const { image } = root.from;
      if (image === null || told.has(image.span.start) || callsOf(run, ["apt-get", "apt"], "update").length === 0)
        continue;
      if (hasOwnSources(context, stage)) continue;
      told.add(image.span.start);
      const tag = readPythonTag(/^(?:library\/)?python:([^:@]+)$/.exec(image.value)?.[1] ?? "");
      const served = tag && (tagOn(tag, "bookworm") ?? tagOn(tag, "bullseye"));
      const at = context.text.indexOf(debian.release, image.span.start);
      const isWritten = at >= 0 && at < image.span.end;
      context.report(
        isWritten ? { start: at, end: at + debian.release.length } : image.span,
        `Debian ${debian.release} has moved to the archive, so \`apt-get update\` finds nothing. Take an image of a release that is still served, such as bookworm.`,
        { fixes: served ? [suggestion(`Write python:${served}`, replace(image.span, `python:${served}`))] : [] },
      );
    }
  },
});
