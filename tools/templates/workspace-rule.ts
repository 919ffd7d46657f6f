import { defineRule } from "../../define-rule";

export const rule = defineRule({
  target: "workspace",
  id: "NAME",
  code: "CODE",
  severity: "warning",
  mirrors: [],
  what: "One sentence: the pattern.",
  why: "What it costs.",
  todo: "What to write instead.",
  bad: { Dockerfile: "FROM python:3.13-slim\n«COPY» a b\n" },
  good: { Dockerfile: "FROM python:3.13-slim\n", a: "" },
  check: context => {
    for (const { path, instructions } of context.dockerfiles) {
      for (const instruction of instructions) {
        if (instruction.kind === "COPY" && !context.paths.has("a")) {
          context.report(path, instruction.keywordSpan, "What is wrong here, as a consequence. What to write instead.");
        }
      }
    }
  },
});
