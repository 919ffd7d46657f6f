import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "unexpected-label",
  code: "DD1152",
  severity: "info",
  mirrors: ["DL3050"],
  what: "A label that `.hadolint.yaml` does not list, under `strict-labels`.",
  why: "The organisation allows the listed labels only.",
  todo: "Remove the label, or add it to `label-schema`.",
  bad: {
    Dockerfile: "FROM python:3.13-slim\nLABEL «colour»=blue\n",
    ".hadolint.yaml": "label-schema:\n  team: text\nstrict-labels: true\n",
  },
  good: {
    Dockerfile: "FROM python:3.13-slim\nLABEL team=data\n",
    ".hadolint.yaml": "label-schema:\n  team: text\nstrict-labels: true\n",
  },
  check: context => {
    if (!context.hadolint.strictLabels) return;
    for (const { pairs } of instructionsOf(context, "LABEL")) {
      for (const { key } of pairs) {
        if (context.hadolint.labels.has(key.value)) continue;
        context.report(
          key.span,
          `Label \`${shorten(key.value)}\` is not in the schema of .hadolint.yaml. Remove it, or add it there.`,
        );
      }
    }
  },
});
