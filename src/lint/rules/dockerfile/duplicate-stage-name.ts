import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "duplicate-stage-name",
  code: "DD1035",
  severity: "warning",
  mirrors: ["DL3024", "DuplicateStageName", "DUPLICATE_BUILD_STAGE_NAME", "DS-0012", "CKV_DOCKER_11"],
  what: "Two stages have one name.",
  why: "A reference to the name means the later stage for what follows it and the earlier one for what lies between.",
  todo: "Give each stage a name of its own.",
  bad: "FROM python:3.13-slim AS build\nFROM python:3.13-slim AS «build»\n",
  good: "FROM python:3.13-slim AS build\nFROM python:3.13-slim AS runtime\n",
  check: context => {
    const seen = new Set<string>();
    for (const { name, words } of instructionsOf(context, "FROM")) {
      if (name === null || words.length !== 3) continue;
      const lower = name.value.toLowerCase();
      if (seen.has(lower)) {
        context.report(
          name.span,
          `An earlier stage is already named \`${shorten(lower, 30)}\`, so this name hides it. Choose another name.`,
        );
      }
      seen.add(lower);
    }
  },
});
