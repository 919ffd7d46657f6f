import { parseImageReference } from "../../../docker/dockerfile/image-reference";
import { findStage } from "../../../docker/dockerfile/stages";
import { defineRule } from "../../define-rule";
import { rootImage } from "../../query/images";
import { instructionsOf } from "../../query/stages";

/** What a stage from scratch holds was chosen for it; so was what BuildKit's helpers for cross-compilation hold. */
const CHOSEN: ReadonlySet<string> = new Set(["scratch", "tonistiigi/xx"]);

export const rule = defineRule({
  target: "dockerfile",
  id: "whole-root-copy",
  code: "DD1042",
  severity: "warning",
  mirrors: ["DL3067"],
  what: "COPY --from takes the whole file system of another stage.",
  why: "Everything of that stage ends up in the image, also its compilers, caches and secrets.",
  todo: "Copy only what is needed, or build on that stage with FROM.",
  bad: "FROM python:3.13-slim AS build\nFROM scratch\nCOPY --from=build «/» /\n",
  good: "FROM python:3.13-slim AS build\nFROM scratch\nCOPY --from=build /app /app\n",
  check: context => {
    for (const copy of instructionsOf(context, "COPY")) {
      const { flags, sources, destination } = copy;
      const from = flags.find(flag => flag.name === "from")?.value ?? null;
      if (from === null || destination?.value !== "/") continue;
      const source = sources.find(word => word.value === "/");
      if (source === undefined) continue;
      const stage = context.stageOf(copy);
      const other = stage === null ? null : findStage(context.graph, from, stage);
      if (CHOSEN.has((other === null ? parseImageReference(from) : rootImage(other))?.repository ?? "")) continue;
      context.report(
        source.span,
        "This copies the whole file system of the other stage into the image. Copy only what is needed.",
      );
    }
  },
});
