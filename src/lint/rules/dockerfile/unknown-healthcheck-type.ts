import { defineRule } from "../../define-rule";
import { insert, shorten, suggestion } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "unknown-healthcheck-type",
  code: "DD1076",
  severity: "error",
  mirrors: ["UNKNOWN_TYPE"],
  what: "HEALTHCHECK with a word other than CMD or NONE.",
  why: "The build stops.",
  todo: "Write `HEALTHCHECK CMD` and the command.",
  bad: "FROM python:3.13-slim\nHEALTHCHECK «python» check.py\n",
  good: "FROM python:3.13-slim\nHEALTHCHECK CMD python check.py\n",
  check: context => {
    for (const { type } of instructionsOf(context, "HEALTHCHECK")) {
      if (type === null || /^(?:CMD|NONE)$/i.test(type.raw)) continue;
      context.report(
        type.span,
        `\`${shorten(type.raw, 30)}\` stands where \`CMD\` or \`NONE\` is needed, so the build stops here. Write \`CMD\` before it.`,
        {
          // A bracket begins a list that would have to be right then.
          fixes: type.raw.startsWith("[") ? [] : [suggestion("Add CMD", insert(type.span.start, "CMD "))],
        },
      );
    }
  },
});
