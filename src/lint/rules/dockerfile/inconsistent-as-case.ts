import { defineRule } from "../../define-rule";
import { replace, safeFix } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "inconsistent-as-case",
  code: "DD1022",
  severity: "info",
  mirrors: ["FromAsCasing"],
  what: "FROM and AS in different cases.",
  why: "It works, but the line is harder to read.",
  todo: "Write both in upper case, or both in lower case.",
  bad: "FROM python:3.13-slim «as» build\n",
  good: "FROM python:3.13-slim AS build\n",
  check: context => {
    for (const { keyword, asWord, words } of instructionsOf(context, "FROM")) {
      if (asWord === null || words.length < 3 || asWord.raw.toUpperCase() !== "AS") continue;
      const isLower = keyword === keyword.toLowerCase();
      if (!isLower && keyword !== keyword.toUpperCase()) continue;
      const wanted = isLower ? "as" : "AS";
      if (asWord.raw === wanted) continue;
      context.report(
        asWord.span,
        `\`${asWord.raw}\` and \`${keyword}\` are in different cases, which hides the name. Write \`${wanted}\`.`,
        {
          fixes: [safeFix(`Change to ${wanted}`, replace(asWord.span, wanted))],
        },
      );
    }
  },
});
