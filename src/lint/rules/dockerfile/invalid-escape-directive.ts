import { defineRule } from "../../define-rule";
import { replace, suggestion } from "../../query/fixing";

export const rule = defineRule({
  target: "dockerfile",
  id: "invalid-escape-directive",
  code: "DD1014",
  severity: "error",
  mirrors: ["INVALID_ESCAPE_DIRECTIVE"],
  what: "An escape directive with something other than a backslash or a backtick.",
  why: "The build stops before its first step.",
  todo: "Write a backslash or a backtick, or remove the line.",
  bad: "# escape=«/»\nFROM python:3.13-slim\n",
  good: "# escape=\\\nFROM python:3.13-slim\n",
  check: context => {
    for (const problem of context.file.problems) {
      if (problem.code !== "invalid-escape") continue;
      // Lines that end with the other character would no longer go on, or would begin to.
      const rest = context.file.text.slice(problem.span.end);
      context.report(
        problem.span,
        "The escape character is a backslash or a backtick, so the build stops here. Write one of them.",
        {
          fixes: [
            ...(/`[ \t]*$/m.test(rest) ? [] : [suggestion("Change to a Backslash", replace(problem.span, "\\"))]),
            ...(/\\[ \t]*$/m.test(rest) ? [] : [suggestion("Change to a Backtick", replace(problem.span, "`"))]),
          ],
        },
      );
    }
  },
});
