import { defineRule } from "../../define-rule";

export const rule = defineRule({
  target: "dockerfile",
  id: "nested-json",
  code: "DD1017",
  severity: "error",
  mirrors: [],
  what: "A JSON array that holds something other than strings.",
  why: "The build stops before its first step.",
  todo: "Put numbers and other values in double quotes; arrays cannot be nested.",
  bad: 'FROM python:3.13-slim\nCMD «["sleep", 60]»\n',
  good: 'FROM python:3.13-slim\nCMD ["sleep", "60"]\n',
  check: context => {
    for (const problem of context.file.problems) {
      if (problem.code !== "nested-json") continue;
      context.report(
        problem.span,
        "The JSON form holds strings only, so the build stops here. Put every item in double quotes.",
      );
    }
  },
});
