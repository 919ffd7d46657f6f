import { defineRule } from "../../define-rule";
import { reportWrongForm } from "../../query/labels";

export const rule = defineRule({
  target: "dockerfile",
  id: "invalid-hash-label",
  code: "DD1157",
  severity: "warning",
  mirrors: ["DL3055"],
  what: "A label that should hold a git hash does not.",
  why: "The image cannot be traced to its source.",
  todo: "Write the 7 or 40 hexadecimal digits of the commit.",
  bad: {
    Dockerfile: "FROM python:3.13-slim\nLABEL revision=«main»\n",
    ".hadolint.yaml": "label-schema:\n  revision: hash\n",
  },
  good: {
    Dockerfile: "FROM python:3.13-slim\nLABEL revision=43c572f\n",
    ".hadolint.yaml": "label-schema:\n  revision: hash\n",
  },
  check: context => reportWrongForm(context, "hash", "git hash", "43c572f"),
});
