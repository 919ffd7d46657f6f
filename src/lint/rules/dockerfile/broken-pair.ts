import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "broken-pair",
  code: "DD1009",
  severity: "error",
  mirrors: [
    "SYNTAX_MISSING_EQUALS",
    "SYNTAX_MISSING_NAMES",
    "SYNTAX_MISSING_SINGLE_QUOTE",
    "SYNTAX_MISSING_DOUBLE_QUOTE",
    "DL1000",
  ],
  what: "A pair of ENV, LABEL or ARG without `=`, without a name, or with a quote that is not closed.",
  why: "The build stops, or takes the wrong text as the value.",
  todo: "Write `name=value`, with quotes around values that hold blanks.",
  bad: "FROM python:3.13-slim\nENV MODE=production «DEBUG»\n",
  good: "FROM python:3.13-slim\nENV MODE=production DEBUG=0\n",
  check: context => {
    for (const problem of context.file.problems) {
      if (problem.code === "missing-equals") {
        const name = shorten(context.text.slice(problem.span.start, problem.span.end), 30);
        context.report(problem.span, `\`${name}\` has no \`=\`, so the build stops here. Write \`name=value\`.`, {
          mirrors: ["SYNTAX_MISSING_EQUALS", "DL1000"],
        });
      } else if (problem.code === "unterminated-quote") {
        const isSingle = problem.message.includes("single");
        context.report(
          problem.span,
          `This quote is not closed, so the rest of the line is taken into the value. Add the closing ${isSingle ? "`'`" : '`"`'}.`,
          { mirrors: [isSingle ? "SYNTAX_MISSING_SINGLE_QUOTE" : "SYNTAX_MISSING_DOUBLE_QUOTE"] },
        );
      }
    }
    for (const instruction of instructionsOf(context, "ENV", "LABEL", "ARG")) {
      for (const pair of instruction.pairs) {
        if (pair.key.value !== "" || pair.key.quoted) continue;
        const keyword = instruction.keyword.toUpperCase();
        context.report(
          pair.span,
          `\`${keyword}\` has a value without a name, so the build stops here. Write \`name=value\`.`,
          {
            mirrors: ["SYNTAX_MISSING_NAMES"],
          },
        );
      }
    }
  },
});
