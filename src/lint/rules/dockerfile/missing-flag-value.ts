import { defineRule } from "../../define-rule";
import { knownFlags } from "../../query/flags";

export const rule = defineRule({
  target: "dockerfile",
  id: "missing-flag-value",
  code: "DD1007",
  severity: "error",
  mirrors: ["FLAG_MISSING_VALUE"],
  what: "A flag that needs a value has none.",
  why: "The build stops before its first step.",
  todo: "Write `--flag=value`; a blank instead of `=` does not work in a Dockerfile.",
  bad: "FROM python:3.13-slim\nCOPY «--chown» app /srv/\n",
  good: "FROM python:3.13-slim\nCOPY --chown=app . /srv/\n",
  check: context => {
    for (const instruction of context.instructions) {
      const table = knownFlags(instruction);
      if (table === null) continue;
      for (const flag of instruction.flags) {
        const known = table.get(flag.name);
        if (known === undefined) continue;
        const isMissing = known.type === "boolean" ? flag.value === "" : flag.value === null;
        if (!isMissing) continue;
        context.report(
          flag.nameSpan,
          `\`--${flag.name}\` has no value, so the build stops here. Write \`--${flag.name}=${known.example}\`.`,
        );
      }
    }
  },
});
