import { defineRule } from "../../define-rule";
import { replace, safeFix } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "redundant-platform",
  code: "DD1034",
  severity: "info",
  mirrors: ["DL3065", "RedundantTargetPlatform"],
  what: "FROM with `--platform=$TARGETPLATFORM`.",
  why: "That is what FROM does by itself.",
  todo: "Drop the flag.",
  bad: "FROM «--platform=$TARGETPLATFORM» python:3.13-slim\n",
  good: "FROM python:3.13-slim\n",
  check: context => {
    for (const { flags } of instructionsOf(context, "FROM")) {
      const flag = flags.find(each => each.name === "platform");
      if (flag?.value !== "$TARGETPLATFORM" && flag?.value !== "${TARGETPLATFORM}") continue;
      const { end } = flag.span;
      const blank = context.text[end] === " " ? 1 : 0;
      context.report(flag.span, "`$TARGETPLATFORM` is what FROM takes by itself, so this flag does nothing. Drop it.", {
        tags: ["unnecessary"],
        fixes: [safeFix("Drop the Flag", replace({ start: flag.span.start, end: end + blank }, ""))],
      });
    }
  },
});
