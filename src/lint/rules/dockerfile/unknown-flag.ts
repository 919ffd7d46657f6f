import { defineRule } from "../../define-rule";
import { nearest } from "../../../model/nearest";
import { replace, shorten, suggestion } from "../../query/fixing";
import { hasForeignSyntax, knownFlags } from "../../query/flags";

const HAS_CODE: readonly string[] = [
  "UNKNOWN_ADD_FLAG",
  "UNKNOWN_COPY_FLAG",
  "UNKNOWN_FROM_FLAG",
  "UNKNOWN_HEALTHCHECK_FLAG",
];

export const rule = defineRule({
  target: "dockerfile",
  id: "unknown-flag",
  code: "DD1005",
  severity: "error",
  mirrors: ["UNKNOWN_ADD_FLAG", "UNKNOWN_COPY_FLAG", "UNKNOWN_FROM_FLAG", "UNKNOWN_HEALTHCHECK_FLAG"],
  what: "A flag that the instruction does not have.",
  why: "The build stops before its first step.",
  todo: "Correct the flag's name. Flags of a newer or experimental syntax need a `# syntax=` line that has them.",
  bad: "FROM python:3.13-slim\nCOPY «--chwon»=app . /srv/\n",
  good: "FROM python:3.13-slim\nCOPY --chown=app . /srv/\n",
  check: context => {
    const isForeign = hasForeignSyntax(context.file);
    for (const instruction of context.instructions) {
      const table = knownFlags(instruction);
      if (table === null) continue;
      for (const flag of instruction.flags) {
        if (table.has(flag.name)) continue;
        const keyword = instruction.keyword.toUpperCase();
        const meant = flag.name === "" ? null : nearest(flag.name, [...table.keys()]);
        const code = `UNKNOWN_${keyword}_FLAG`;
        const name = `--${shorten(flag.name, 20)}`;
        context.report(
          flag.nameSpan,
          isForeign
            ? `\`${keyword}\` has no flag \`${name}\` in the standard syntax, so other builders stop here. Check the \`# syntax\` line.`
            : `\`${keyword}\` has no flag \`${name}\`, so the build stops here. ${meant === null ? "Remove it." : `Write \`--${meant}\`.`}`,
          {
            mirrors: HAS_CODE.includes(code) ? [code] : [],
            ...(isForeign ? { severity: "hint" } : {}),
            fixes: meant === null ? [] : [suggestion(`Change to --${meant}`, replace(flag.nameSpan, `--${meant}`))],
          },
        );
      }
    }
  },
});
