import { defineRule } from "../../define-rule";
import { replace, safeFix } from "../../query/fixing";

export const rule = defineRule({
  target: "dockerfile",
  id: "lowercase-keyword",
  code: "DD1021",
  severity: "hint",
  enabled: false,
  mirrors: ["CASING_INSTRUCTION"],
  what: "A keyword that is not in upper case.",
  why: "It works, but by convention keywords are in upper case, so that they stand out from their arguments.",
  todo: "Write keywords in upper case.",
  bad: "«from» python:3.13-slim\n",
  good: "FROM python:3.13-slim\n",
  check: context => {
    for (const instruction of context.instructions) {
      const { keyword, keywordSpan } = instruction;
      const wanted = keyword.toUpperCase();
      if (instruction.kind === "UNKNOWN" || keyword === wanted) continue;
      context.report(keywordSpan, `\`${keyword}\` does not stand out from its arguments. Write \`${wanted}\`.`, {
        fixes: [safeFix(`Change to ${wanted}`, replace(keywordSpan, wanted))],
      });
    }
  },
});
