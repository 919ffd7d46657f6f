import { chainOf } from "../../../docker/dockerfile/stages";
import type { Stage } from "../../../docker/dockerfile/stages";
import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "dockerfile",
  id: "missing-label",
  code: "DD1151",
  severity: "info",
  mirrors: ["DL3049"],
  what: "A stage lacks a label that `.hadolint.yaml` asks for.",
  why: "The organisation's tools look for it.",
  todo: "Add the label.",
  bad: { Dockerfile: "FROM «python:3.13-slim»\n", ".hadolint.yaml": "label-schema:\n  team: text\n" },
  good: { Dockerfile: "FROM python:3.13-slim\nLABEL team=data\n", ".hadolint.yaml": "label-schema:\n  team: text\n" },
  check: context => {
    for (const label of context.hadolint.labels.keys()) {
      const has = (stage: Stage): boolean =>
        chainOf(stage).some(part =>
          part.instructions.some(each => each.kind === "LABEL" && each.pairs.some(pair => pair.key.value === label)),
        );
      for (const stage of context.graph.stages) {
        const image = stage.from?.image ?? null;
        if (image === null || has(stage)) continue;
        // Files are taken from it, or a stage on top of it has the label: it is no image of its own.
        const isSource = stage.usedBy.some(each => each.kind === "COPY");
        const isTop = context.graph.stages.some(other => other.base === stage && has(other));
        if (isSource || isTop) continue;
        context.report(
          image.span,
          `This stage lacks the label \`${shorten(label)}\` that .hadolint.yaml asks for. Add \`LABEL ${shorten(label)}=…\`.`,
        );
      }
    }
  },
});
