import { defineRule } from "../../define-rule";
import { reportOverridden } from "../../query/overridden";

export const rule = defineRule({
  target: "dockerfile",
  id: "repeated-entrypoint",
  code: "DD1062",
  severity: "warning",
  mirrors: ["DL4004", "MultipleInstructionsDisallowed", "MULTIPLE_INSTRUCTIONS", "DS-0007"],
  what: "Two ENTRYPOINT in one stage.",
  why: "Only the last one counts.",
  todo: "Keep the last one.",
  bad: 'FROM python:3.13-slim\n«ENTRYPOINT» ["python", "old.py"]\nENTRYPOINT ["python", "app.py"]\n',
  good: 'FROM python:3.13-slim\nENTRYPOINT ["python", "app.py"]\n',
  check: context => reportOverridden(context, "ENTRYPOINT"),
});
