import { findStage } from "../../../docker/dockerfile/stages";
import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "self-copy",
  code: "DD1041",
  severity: "error",
  mirrors: ["DL3023", "DS-0006"],
  what: "COPY --from names the stage it stands in.",
  why: "A stage cannot copy from itself; the build stops.",
  todo: "Name another stage, or use RUN cp.",
  bad: "FROM python:3.13-slim AS build\nCOPY --from=«build» /app /srv\n",
  good: "FROM python:3.13-slim AS build\nRUN cp -r /app /srv\n",
  check: context => {
    for (const instruction of instructionsOf(context, "COPY")) {
      const flag = instruction.flags.find(each => each.name === "from");
      const stage = context.stageOf(instruction);
      if (flag === undefined || flag.value === null || flag.valueSpan === null) continue;
      if (stage === null || stage.from === null) continue;
      const isOwn = stage.name === flag.value.toLowerCase() || String(stage.index) === flag.value;
      // An earlier stage of the same name is meant where there is one.
      if (!isOwn || findStage(context.graph, flag.value, stage) !== null) continue;
      context.report(
        flag.valueSpan,
        `\`${shorten(flag.value, 30)}\` is this very stage, so the build stops here. Name another stage, or use \`RUN cp\`.`,
      );
    }
  },
});
