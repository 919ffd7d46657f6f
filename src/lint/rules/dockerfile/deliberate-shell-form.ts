import { defineRule } from "../../define-rule";
import { asJsonArray, shellForms } from "../../query/shell-form";

export const rule = defineRule({
  target: "dockerfile",
  id: "deliberate-shell-form",
  code: "DD1058",
  severity: "hint",
  enabled: false,
  mirrors: ["DL3025", "JSONArgsRecommended"],
  what: "CMD or ENTRYPOINT in shell form that begins with `exec`, or behind a SHELL of its own.",
  why: "Signals arrive, but the image needs a shell. Off by default: the form is chosen on purpose, often for variables.",
  todo: "Write a JSON array where no variable is needed.",
  bad: "FROM python:3.13-slim\nCMD «exec python app.py»\n",
  good: 'FROM python:3.13-slim\nCMD ["python", "app.py"]\n',
  check: context => {
    for (const { text, span, isDeliberate, isCheck, hasOwnShell } of shellForms(context)) {
      if (!isDeliberate || isCheck) continue;
      context.report(span, "This command needs a shell in the image. Write a JSON array where no variable is needed.", {
        // BuildKit takes a SHELL instruction for the decision to use one.
        mirrors: hasOwnShell ? ["DL3025"] : ["DL3025", "JSONArgsRecommended"],
        fixes: asJsonArray(text, span),
      });
    }
  },
});
