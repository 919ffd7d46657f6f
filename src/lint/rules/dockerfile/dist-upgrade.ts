import { defineRule } from "../../define-rule";
import { callsOf } from "../../query/packages";

export const rule = defineRule({
  target: "dockerfile",
  id: "dist-upgrade",
  code: "DD1135",
  severity: "warning",
  mirrors: ["DS-0024", "DL3005"],
  what: "RUN upgrades the whole distribution with apt-get.",
  why: "The result differs from day to day, and each package that changes is stored twice.",
  todo: "Use a newer base image.",
  bad: "FROM debian:13\nRUN apt-get update && apt-get -y «dist-upgrade»\n",
  good: "FROM debian:13\n",
  check: context => {
    for (const run of context.runs) {
      for (const command of callsOf(run, ["apt-get", "apt", "aptitude"], "dist-upgrade", "full-upgrade")) {
        const verb = command.arguments.find(word => word.text === "dist-upgrade" || word.text === "full-upgrade");
        context.report(
          verb?.span ?? command.span,
          "The whole system is upgraded and stored a second time. Use a newer base image.",
        );
      }
    }
  },
});
