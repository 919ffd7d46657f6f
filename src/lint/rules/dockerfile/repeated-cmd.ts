import { defineRule } from "../../define-rule";
import { reportOverridden } from "../../query/overridden";

export const rule = defineRule({
  target: "dockerfile",
  id: "repeated-cmd",
  code: "DD1061",
  severity: "warning",
  mirrors: ["DL4003", "MultipleInstructionsDisallowed", "MULTIPLE_INSTRUCTIONS", "DS-0016"],
  what: "Two CMD in one stage.",
  why: "Only the last one counts.",
  todo: "Keep the last one.",
  bad: 'FROM python:3.13-slim\n«CMD» ["python", "old.py"]\nCMD ["python", "app.py"]\n',
  good: 'FROM python:3.13-slim\nCMD ["python", "app.py"]\n',
  check: context => reportOverridden(context, "CMD"),
});
