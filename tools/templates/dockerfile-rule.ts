import { defineRule } from "../../define-rule";

export const rule = defineRule({
  target: "dockerfile",
  id: "NAME",
  code: "CODE",
  severity: "warning",
  mirrors: [],
  what: "One sentence: the pattern.",
  why: "What it costs.",
  todo: "What to write instead.",
  bad: "FROM python:3.13-slim\n«MAINTAINER» me\n",
  good: "FROM python:3.13-slim\n",
  check: context => {
    for (const instruction of context.instructions) {
      if (instruction.keyword.toUpperCase() !== "MAINTAINER") continue;
      context.report(instruction.keywordSpan, "What is wrong here, as a consequence. What to write instead.");
    }
  },
});
