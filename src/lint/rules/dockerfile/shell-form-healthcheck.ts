import { defineRule } from "../../define-rule";
import { asJsonArray, shellForms } from "../../query/shell-form";

export const rule = defineRule({
  target: "dockerfile",
  id: "shell-form-healthcheck",
  code: "DD1059",
  severity: "hint",
  enabled: false,
  mirrors: ["DL3025"],
  what: "HEALTHCHECK CMD in shell form.",
  why: "The check needs a shell in the image. Off by default: checks often end in `|| exit 1`, and no signal has to reach them.",
  todo: "Write a JSON array.",
  bad: "FROM python:3.13-slim\nHEALTHCHECK CMD «python check.py»\n",
  good: 'FROM python:3.13-slim\nHEALTHCHECK CMD ["python", "check.py"]\n',
  check: context => {
    for (const { text, span, isCheck } of shellForms(context)) {
      if (!isCheck) continue;
      context.report(span, "The check runs through a shell, which the image may lack. Write a JSON array.", {
        fixes: asJsonArray(text, span),
      });
    }
  },
});
