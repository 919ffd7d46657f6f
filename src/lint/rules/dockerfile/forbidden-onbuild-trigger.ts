import { defineRule } from "../../define-rule";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "forbidden-onbuild-trigger",
  code: "DD1075",
  severity: "error",
  mirrors: ["DL3043", "ONBUILD_CHAINING_DISALLOWED", "ONBUILD_TRIGGER_DISALLOWED"],
  what: "ONBUILD with ONBUILD, FROM or MAINTAINER.",
  why: "The build stops.",
  todo: "Remove the line.",
  bad: "FROM python:3.13-slim\nONBUILD «FROM» debian:13\n",
  good: "FROM python:3.13-slim\n",
  check: context => {
    for (const { trigger } of instructionsOf(context, "ONBUILD")) {
      if (trigger === null || (trigger.kind !== "ONBUILD" && trigger.kind !== "FROM" && trigger.kind !== "MAINTAINER"))
        continue;
      const own = trigger.kind === "ONBUILD" ? "ONBUILD_CHAINING_DISALLOWED" : "ONBUILD_TRIGGER_DISALLOWED";
      context.report(
        trigger.keywordSpan,
        `\`${trigger.kind}\` may not be triggered, so the build stops here. Remove the line.`,
        {
          mirrors: ["DL3043", own],
        },
      );
    }
  },
});
