import { INSTRUCTION_KINDS } from "../../../docker/dockerfile/instruction";
import { defineRule } from "../../define-rule";
import { nearest } from "../../../model/nearest";
import { replace, shorten, suggestion } from "../../query/fixing";

export const rule = defineRule({
  target: "dockerfile",
  id: "unknown-instruction",
  code: "DD1002",
  severity: "error",
  mirrors: ["UNKNOWN_INSTRUCTION"],
  what: "A line begins with a word that is no instruction.",
  why: "The build stops before its first step.",
  todo: "Correct the keyword, or put a backslash at the end of the line before when it continues it.",
  bad: "FROM python:3.13-slim\n«RUNN» pip install flask\n",
  good: "FROM python:3.13-slim\nRUN pip install flask\n",
  check: context => {
    for (const instruction of context.instructions) {
      if (instruction.kind !== "UNKNOWN") continue;
      const name = instruction.keyword;
      // `from=c` or `--mount` is a piece of the line above, however near it comes to a keyword.
      const meant = /^[a-z]+[^\w=]?$/i.test(name) ? nearest(name, INSTRUCTION_KINDS) : null;
      const written = meant === null || name !== name.toLowerCase() ? meant : meant.toLowerCase();
      context.report(
        instruction.keywordSpan,
        written === null
          ? `\`${shorten(name, 30)}\` is no instruction, so the build stops. Remove the line, or end the line above with a backslash.`
          : `\`${shorten(name, 30)}\` is no instruction, so the build stops. Write \`${written}\`.`,
        written === null
          ? {}
          : { fixes: [suggestion(`Change to ${written}`, replace(instruction.keywordSpan, written))] },
      );
    }
  },
});
