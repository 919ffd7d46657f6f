import { defineRule } from "../../define-rule";
import { reportOverridden } from "../../query/overridden";

export const rule = defineRule({
  target: "dockerfile",
  id: "repeated-healthcheck",
  code: "DD1063",
  severity: "warning",
  mirrors: ["DL3012", "MultipleInstructionsDisallowed", "MULTIPLE_INSTRUCTIONS", "DS-0023"],
  what: "Two HEALTHCHECK in one stage.",
  why: "Only the last one counts.",
  todo: "Keep the last one.",
  bad: 'FROM python:3.13-slim\n«HEALTHCHECK» NONE\nHEALTHCHECK CMD ["python", "check.py"]\n',
  good: 'FROM python:3.13-slim\nHEALTHCHECK CMD ["python", "check.py"]\n',
  check: context => reportOverridden(context, "HEALTHCHECK"),
});
