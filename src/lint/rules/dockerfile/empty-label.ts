import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "empty-label",
  code: "DD1153",
  severity: "warning",
  mirrors: ["DL3051"],
  what: "A label that `.hadolint.yaml` asks for is empty.",
  why: "The organisation's tools look for its value.",
  todo: "Give it a value.",
  bad: { Dockerfile: 'FROM python:3.13-slim\nLABEL «team»=""\n', ".hadolint.yaml": "label-schema:\n  team: text\n" },
  good: { Dockerfile: "FROM python:3.13-slim\nLABEL team=data\n", ".hadolint.yaml": "label-schema:\n  team: text\n" },
  check: context => {
    for (const { pairs } of instructionsOf(context, "LABEL")) {
      for (const { key, value } of pairs) {
        if (!context.hadolint.labels.has(key.value) || value?.value !== "") continue;
        context.report(
          key.span,
          `Label \`${shorten(key.value)}\` is empty, but .hadolint.yaml asks for it. Give it a value.`,
        );
      }
    }
  },
});
