import { defineRule } from "../../define-rule";
import { reportWrongForm } from "../../query/labels";

export const rule = defineRule({
  target: "dockerfile",
  id: "invalid-version-label",
  code: "DD1158",
  severity: "warning",
  mirrors: ["DL3056"],
  what: "A label that should hold a semantic version does not.",
  why: "Tools cannot compare it with other versions.",
  todo: "Write three numbers, such as `1.4.0`.",
  bad: {
    Dockerfile: "FROM python:3.13-slim\nLABEL version=«1.4»\n",
    ".hadolint.yaml": "label-schema:\n  version: semver\n",
  },
  good: {
    Dockerfile: "FROM python:3.13-slim\nLABEL version=1.4.0\n",
    ".hadolint.yaml": "label-schema:\n  version: semver\n",
  },
  check: context => reportWrongForm(context, "semver", "semantic version", "1.4.0"),
});
