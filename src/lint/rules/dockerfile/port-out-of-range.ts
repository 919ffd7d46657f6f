import { defineRule } from "../../define-rule";
import { exposedPorts } from "../../query/ports";

export const rule = defineRule({
  target: "dockerfile",
  id: "port-out-of-range",
  code: "DD1065",
  severity: "error",
  mirrors: ["DL3011", "DS-0008"],
  what: "EXPOSE with a port above 65535.",
  why: "There is no such port; the build stops.",
  todo: "Write a port between 1 and 65535.",
  bad: "FROM python:3.13-slim\nEXPOSE «80000»\n",
  good: "FROM python:3.13-slim\nEXPOSE 8000\n",
  check: context => {
    for (const port of exposedPorts(context)) {
      const highest = Math.max(port.first ?? 0, port.last ?? 0);
      if (highest <= 65_535) continue;
      context.report(port.word.span, `There is no port ${highest}, so the build stops here. Write a port up to 65535.`);
    }
  },
});
