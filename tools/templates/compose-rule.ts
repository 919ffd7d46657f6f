import { defineRule } from "../../define-rule";

export const rule = defineRule({
  target: "compose",
  id: "NAME",
  code: "CODE",
  severity: "warning",
  mirrors: [],
  what: "One sentence: the pattern.",
  why: "What it costs.",
  todo: "What to write instead.",
  bad: "«version»: '3'\nservices: {}\n",
  good: "services: {}\n",
  check: context => {
    context.report({ start: 0, end: 7 }, "What is wrong here, as a consequence. What to write instead.");
  },
});
