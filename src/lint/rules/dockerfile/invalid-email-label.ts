import { defineRule } from "../../define-rule";
import { reportWrongForm } from "../../query/labels";

export const rule = defineRule({
  target: "dockerfile",
  id: "invalid-email-label",
  code: "DD1159",
  severity: "warning",
  mirrors: ["DL3058"],
  what: "A label that should hold an e-mail address does not.",
  why: "Nobody can be reached through it.",
  todo: "Write an address such as `team@example.com`.",
  bad: {
    Dockerfile: "FROM python:3.13-slim\nLABEL contact=«team»\n",
    ".hadolint.yaml": "label-schema:\n  contact: email\n",
  },
  good: {
    Dockerfile: "FROM python:3.13-slim\nLABEL contact=team@example.com\n",
    ".hadolint.yaml": "label-schema:\n  contact: email\n",
  },
  check: context => reportWrongForm(context, "email", "e-mail address", "team@example.com"),
});
