import { defineRule } from "../../define-rule";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "reserved-stage-name",
  code: "DD1036",
  severity: "warning",
  mirrors: ["DL3063", "ReservedStageName"],
  what: "A stage is named `scratch` or `context`.",
  why: "These words mean the empty image and the build context, so references to the stage do not find it.",
  todo: "Choose another name.",
  bad: "FROM python:3.13-slim AS «scratch»\n",
  good: "FROM python:3.13-slim AS build\n",
  check: context => {
    for (const { name, words } of instructionsOf(context, "FROM")) {
      if (name === null || words.length !== 3 || !/^(?:scratch|context)$/i.test(name.value)) continue;
      context.report(
        name.span,
        `\`${name.value}\` has a meaning of its own, so the stage is not found by it. Choose another name.`,
      );
    }
  },
});
