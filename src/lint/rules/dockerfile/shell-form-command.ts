import { defineRule } from "../../define-rule";
import { asJsonArray, shellForms, shellNeed } from "../../query/shell-form";

/** What to do, by how much of the shell the command needs. */
const ADVICE = {
  none: "Write a JSON array.",
  expansion: "Begin it with `exec`.",
  script: "Put it into a script that ends with `exec`.",
} as const;

export const rule = defineRule({
  target: "dockerfile",
  id: "shell-form-command",
  code: "DD1060",
  severity: "warning",
  mirrors: ["DL3025", "JSONArgsRecommended"],
  what: "CMD or ENTRYPOINT in shell form.",
  why: "A shell stands between the container and the program and keeps signals from it, so stopping takes ten seconds and ends hard.",
  todo: "Write a JSON array, or start with `exec` where the shell is needed.",
  bad: "FROM python:3.13-slim\nCMD «python app.py»\n",
  good: 'FROM python:3.13-slim\nCMD ["python", "app.py"]\n',
  check: context => {
    for (const { text, span, isDeliberate, isCheck } of shellForms(context)) {
      if (isDeliberate || isCheck) continue;
      context.report(
        span,
        `A shell stands before the program and keeps signals from it, so it is killed when stopped. ${ADVICE[shellNeed(text)]}`,
        { fixes: asJsonArray(text, span) },
      );
    }
  },
});
