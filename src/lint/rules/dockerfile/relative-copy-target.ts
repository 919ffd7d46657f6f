import { lineEndOf } from "../../../docker/line-map";
import { chainOf } from "../../../docker/dockerfile/stages";
import { defineRule } from "../../define-rule";
import { insert, lineStartOf, shorten, suggestion } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "relative-copy-target",
  code: "DD1054",
  severity: "info",
  mirrors: ["DL3045"],
  what: "COPY or ADD to a relative target where no WORKDIR is set.",
  why: "The files go to wherever the base image's WORKDIR is, often `/`.",
  todo: "Set WORKDIR before, or write an absolute target.",
  bad: "FROM python:3.13-slim\nCOPY app.py «app/»\n",
  good: "FROM python:3.13-slim\nWORKDIR /srv\nCOPY app.py app/\n",
  check: context => {
    for (const instruction of instructionsOf(context, "ADD", "COPY")) {
      const target = instruction.destination?.value ?? "";
      if (instruction.destination === null || instruction.onbuild || /^[/$]/.test(target) || /^[A-Za-z]:/.test(target))
        continue;
      const stage = context.stageOf(instruction);
      const hasWorkdir =
        stage !== null &&
        chainOf(stage).some(part => (part.byKind.get("WORKDIR")?.[0]?.index ?? Infinity) < instruction.index);
      if (hasWorkdir) continue;
      const first = lineStartOf(context, instruction);
      context.report(
        instruction.destination.span,
        `No WORKDIR is set, so \`${shorten(target)}\` lies wherever the base image says. Set \`WORKDIR\` before, or write an absolute path.`,
        {
          mirrors: instruction.kind === "COPY" ? ["DL3045"] : [],
          fixes: [suggestion("Set WORKDIR /srv", insert(first, `WORKDIR /srv${lineEndOf(context.text)}`))],
        },
      );
    }
  },
});
