import { defineRule } from "../../define-rule";
import { reportWrongForm } from "../../query/labels";

export const rule = defineRule({
  target: "dockerfile",
  id: "invalid-time-label",
  code: "DD1155",
  severity: "warning",
  mirrors: ["DL3053"],
  what: "A label that should hold a time in the form of RFC 3339 does not.",
  why: "Tools that read it cannot tell when the image was made.",
  todo: "Write a time such as `2026-01-31T12:00:00Z`.",
  bad: {
    Dockerfile: "FROM python:3.13-slim\nLABEL created=«yesterday»\n",
    ".hadolint.yaml": "label-schema:\n  created: rfc3339\n",
  },
  good: {
    Dockerfile: "FROM python:3.13-slim\nLABEL created=2026-01-31T12:00:00Z\n",
    ".hadolint.yaml": "label-schema:\n  created: rfc3339\n",
  },
  check: context => reportWrongForm(context, "rfc3339", "time of RFC 3339", "2026-01-31T12:00:00Z"),
});
