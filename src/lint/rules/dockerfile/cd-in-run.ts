import { defineRule } from "../../define-rule";
import { commandsNamed, nameSpan } from "../../query/commands";
import { isThrownAway } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "cd-in-run",
  code: "DD1055",
  severity: "info",
  mirrors: ["DL3003", "DS-0013"],
  what: "RUN changes the folder with cd.",
  why: "The change ends with this RUN; the next one starts in WORKDIR again.",
  todo: "Set WORKDIR, which also lasts for the container.",
  bad: "FROM python:3.13-slim\nRUN «cd» /srv && python setup.py\n",
  good: "FROM python:3.13-slim\nWORKDIR /srv\nRUN python setup.py\n",
  check: context => {
    for (const run of context.runs) {
      const [command] = commandsNamed(run, "cd");
      if (command === undefined) continue;
      context.report(
        nameSpan(command),
        "This `cd` ends with its RUN, so later steps start elsewhere. Use `WORKDIR` for a lasting change.",
        isThrownAway(context, run.stage) ? { severity: "hint" } : {},
      );
    }
  },
});
