import { defineRule } from "../../define-rule";
import { reportWrongForm } from "../../query/labels";

export const rule = defineRule({
  target: "dockerfile",
  id: "invalid-url-label",
  code: "DD1154",
  severity: "warning",
  mirrors: ["DL3052"],
  what: "A label that should hold a URL does not.",
  why: "Tools that follow it find nothing.",
  todo: "Write a URL with its scheme.",
  bad: {
    Dockerfile: "FROM python:3.13-slim\nLABEL source=«example»\n",
    ".hadolint.yaml": "label-schema:\n  source: url\n",
  },
  good: {
    Dockerfile: "FROM python:3.13-slim\nLABEL source=https://example.com/a\n",
    ".hadolint.yaml": "label-schema:\n  source: url\n",
  },
  check: context => reportWrongForm(context, "url", "URL", "https://example.com/app"),
});
