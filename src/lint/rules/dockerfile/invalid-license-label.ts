import { defineRule } from "../../define-rule";
import { reportWrongForm } from "../../query/labels";

export const rule = defineRule({
  target: "dockerfile",
  id: "invalid-license-label",
  code: "DD1156",
  severity: "warning",
  mirrors: ["DL3054"],
  what: "A label that should hold an SPDX licence identifier does not.",
  why: "Licence checks do not recognise it.",
  todo: "Write an identifier of the SPDX list, such as `MIT` or `Apache-2.0`.",
  bad: {
    Dockerfile: "FROM python:3.13-slim\nLABEL licence=«free»\n",
    ".hadolint.yaml": "label-schema:\n  licence: spdx\n",
  },
  good: {
    Dockerfile: "FROM python:3.13-slim\nLABEL licence=MIT\n",
    ".hadolint.yaml": "label-schema:\n  licence: spdx\n",
  },
  check: context => reportWrongForm(context, "spdx", "SPDX licence", "Apache-2.0"),
});
