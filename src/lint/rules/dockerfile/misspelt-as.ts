import { defineRule } from "../../define-rule";
import { replace, shorten, suggestion } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "misspelt-as",
  code: "DD1038",
  severity: "error",
  mirrors: ["INVALID_AS"],
  what: "The word before a stage's name is not AS.",
  why: "The build stops before its first step.",
  todo: "Write `FROM image AS name`.",
  bad: "FROM python:3.13-slim «SA» build\n",
  good: "FROM python:3.13-slim AS build\n",
  check: context => {
    for (const { asWord, words } of instructionsOf(context, "FROM")) {
      if (asWord === null || words.length !== 3 || asWord.raw.toUpperCase() === "AS") continue;
      context.report(
        asWord.span,
        `\`${shorten(asWord.raw, 30)}\` stands where \`AS\` is needed, so the build stops here. Write \`AS\`.`,
        {
          fixes: [suggestion("Change to AS", replace(asWord.span, "AS"))],
        },
      );
    }
  },
});
