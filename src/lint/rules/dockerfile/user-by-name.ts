import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "dockerfile",
  id: "user-by-name",
  code: "DD1072",
  severity: "hint",
  enabled: false,
  mirrors: ["DL3066"],
  what: "USER with a name instead of a number.",
  why: "Kubernetes cannot tell from a name that the user is not root, and refuses to start the container under `runAsNonRoot`.",
  todo: "Write the number of the user, as in `USER 10001`.",
  bad: "FROM python:3.13-slim\nUSER «app»\n",
  good: "FROM python:3.13-slim\nUSER 10001\n",
  check: context => {
    const names = new Set<string>();
    for (const instruction of context.instructions) {
      if (instruction.kind === "ARG") for (const pair of instruction.pairs) names.add(pair.key.value);
      if (instruction.kind !== "USER") continue;
      const word = instruction.words[0];
      const name = word?.value.split(":")[0] ?? "";
      if (word === undefined || /^\d+$/.test(name) || word.variables.some(each => names.has(each.name))) continue;
      context.report(
        word.span,
        `\`${shorten(name, 30)}\` is a name, which Kubernetes cannot check for root. Write the user's number.`,
      );
    }
  },
});
