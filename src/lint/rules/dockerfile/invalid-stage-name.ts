import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "invalid-stage-name",
  code: "DD1037",
  severity: "error",
  mirrors: ["INVALID_BUILD_STAGE_NAME"],
  what: "A stage name with other characters than letters, digits, `-`, `_` and `.`, or one that begins with no letter.",
  why: "The build stops before its first step.",
  todo: "Begin with a letter, and use letters, digits, `-`, `_` and `.` only.",
  bad: "FROM python:3.13-slim AS «1st»\n",
  good: "FROM python:3.13-slim AS first\n",
  check: context => {
    for (const { name, words } of instructionsOf(context, "FROM")) {
      if (name === null || words.length !== 3 || /^[a-z][a-z0-9_.-]*$/i.test(name.raw)) continue;
      context.report(
        name.span,
        `\`${shorten(name.raw, 30)}\` is no name for a stage, so the build stops here. Begin with a letter and use no symbols.`,
      );
    }
  },
});
