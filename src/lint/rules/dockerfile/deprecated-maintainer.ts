import { defineRule } from "../../define-rule";
import { replace, safeFix } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "deprecated-maintainer",
  code: "DD1025",
  severity: "warning",
  mirrors: ["DL4000", "MaintainerDeprecated", "DEPRECATED_MAINTAINER", "DS-0022", "CKV_DOCKER_6"],
  what: "MAINTAINER is used.",
  why: "It is deprecated, and tools that read an image's labels do not see it.",
  todo: "Use the label `org.opencontainers.image.authors`.",
  bad: "FROM python:3.13-slim\n«MAINTAINER» Ada Lovelace\n",
  good: 'FROM python:3.13-slim\nLABEL org.opencontainers.image.authors="Ada Lovelace"\n',
  check: context => {
    for (const instruction of instructionsOf(context, "MAINTAINER")) {
      const name = instruction.words[0]?.value ?? "";
      const isPlain = name !== "" && !/["\\$]/.test(name) && instruction.body.starts.length === 1;
      const label = `LABEL org.opencontainers.image.authors="${name}"`;
      context.report(
        instruction.keywordSpan,
        "`MAINTAINER` is deprecated and most tools no longer show it. Use `LABEL org.opencontainers.image.authors`.",
        {
          tags: ["deprecated"],
          fixes: isPlain ? [safeFix("Change to LABEL", replace(instruction.span, label))] : [],
        },
      );
    }
  },
});
