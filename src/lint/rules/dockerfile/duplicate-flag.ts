import { defineRule } from "../../define-rule";
import { removeWithBlanks, suggestion } from "../../query/fixing";
import { knownFlags } from "../../query/flags";

export const rule = defineRule({
  target: "dockerfile",
  id: "duplicate-flag",
  code: "DD1006",
  severity: "error",
  mirrors: ["FLAG_DUPLICATE"],
  what: "A flag that may stand once is given twice.",
  why: "The build stops before its first step.",
  todo: "Keep one of them.",
  bad: "FROM python:3.13-slim\nCOPY --chown=app «--chown»=root . /srv/\n",
  good: "FROM python:3.13-slim\nCOPY --chown=app . /srv/\n",
  check: context => {
    for (const instruction of context.instructions) {
      if (instruction.flags.length < 2) continue;
      const table = knownFlags(instruction);
      const seen = new Set<string>();
      for (const flag of instruction.flags) {
        if (!seen.has(flag.name)) {
          seen.add(flag.name);
          continue;
        }
        if (table?.get(flag.name)?.repeats !== false) continue;
        context.report(flag.nameSpan, `\`--${flag.name}\` is given twice, so the build stops here. Keep one.`, {
          fixes: [suggestion(`Remove This --${flag.name}`, removeWithBlanks(context.text, flag.span))],
        });
      }
    }
  },
});
