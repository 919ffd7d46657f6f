import { findStage } from "../../../docker/dockerfile/stages";
import type { Stage } from "../../../docker/dockerfile/stages";
import { defineRule } from "../../define-rule";
import { nearest } from "../../../model/nearest";
import { replace, shorten, suggestion } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

function isOwn(stage: Stage, value: string): boolean {
  return stage.from !== null && (stage.name === value.toLowerCase() || String(stage.index) === value);
}

export const rule = defineRule({
  target: "dockerfile",
  id: "unknown-copy-source",
  code: "DD1040",
  severity: "warning",
  mirrors: ["DL3022"],
  what: "COPY --from with a word that is no earlier stage and no image with a tag.",
  why: "The builder takes it for an image and pulls its `latest`, or stops because there is none.",
  todo: "Write the name of an earlier stage, or the image with its tag.",
  bad: "FROM python:3.13-slim AS build\nFROM python:3.13-slim\nCOPY --from=«buidl» /app /app\n",
  good: "FROM python:3.13-slim AS build\nFROM python:3.13-slim\nCOPY --from=build /app /app\n",
  check: context => {
    for (const instruction of instructionsOf(context, "COPY")) {
      const flag = instruction.flags.find(each => each.name === "from");
      if (flag === undefined || flag.value === null || flag.valueSpan === null || flag.value === "") continue;
      const { value, valueSpan } = flag;
      const stage = context.stageOf(instruction);
      // A tag or a digest says that it is an image, and a variable may stand for either.
      if (/[:@$]/.test(value) || instruction.onbuild) continue;
      if (stage !== null && (findStage(context.graph, value, stage) !== null || isOwn(stage, value))) continue;
      const names = context.graph.stages
        .slice(0, stage?.index ?? 0)
        .flatMap(each => each.name ?? [])
        .filter(each => /^[a-z][\w.-]*$/.test(each));
      const meant = nearest(value, names);
      const isIndex = /^\d+$/.test(value);
      const isLater = context.graph.stages.some(each => each.name === value.toLowerCase());
      const name = shorten(value, 30);
      context.report(
        valueSpan,
        isLater
          ? `Stage \`${name}\` comes later, so the build stops here. Move it above this one, or name an earlier stage.`
          : isIndex
            ? `There is no earlier stage ${name}, so the build stops here. Write the name of an earlier stage.`
            : meant === null
              ? `\`${name}\` is no earlier stage, so its \`latest\` is pulled as an image. Write a stage's name, or the image with its tag.`
              : `\`${name}\` is no earlier stage, so it is pulled as an image. Write \`${meant}\`.`,
        {
          ...(isIndex || isLater ? { severity: "error" as const } : {}),
          fixes: meant === null ? [] : [suggestion(`Change to ${meant}`, replace(valueSpan, meant))],
        },
      );
    }
  },
});
