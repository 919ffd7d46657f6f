import { defineRule } from "../../define-rule";
import { callsOf } from "../../query/packages";

export const rule = defineRule({
  target: "dockerfile",
  id: "zypper-dist-upgrade",
  code: "DD1134",
  severity: "warning",
  mirrors: ["DL3035"],
  what: "RUN upgrades the whole distribution with zypper.",
  why: "The result differs from day to day, and each package that changes is stored twice.",
  todo: "Use a newer base image.",
  bad: "FROM opensuse/leap:15.6\nRUN zypper «dist-upgrade» -y\n",
  good: "FROM opensuse/leap:15.6\n",
  check: context => {
    for (const run of context.runs) {
      for (const command of callsOf(run, ["zypper"], "dist-upgrade", "dup")) {
        const verb = command.arguments.find(word => word.text === "dist-upgrade" || word.text === "dup");
        context.report(
          verb?.span ?? command.span,
          "The whole system is upgraded and stored a second time. Use a newer base image.",
        );
      }
    }
  },
});
