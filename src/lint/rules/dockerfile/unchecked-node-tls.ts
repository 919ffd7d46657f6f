import { defineRule } from "../../define-rule";
import { reportSetting } from "../../query/settings";

export const rule = defineRule({
  target: "dockerfile",
  id: "unchecked-node-tls",
  code: "DD1088",
  severity: "warning",
  mirrors: ["CKV2_DOCKER_6"],
  what: "NODE_TLS_REJECT_UNAUTHORIZED is switched off.",
  why: "Node.js then accepts any certificate, also while the container runs.",
  todo: "Remove the variable; give your certificate authority with `NODE_EXTRA_CA_CERTS`.",
  bad: "FROM node:22\nENV «NODE_TLS_REJECT_UNAUTHORIZED»=0\n",
  good: "FROM node:22\n",
  check: context =>
    reportSetting(
      context,
      "NODE_TLS_REJECT_UNAUTHORIZED",
      ["0"],
      "Node.js does not check certificates, so every answer may be anyone's. Remove this variable.",
    ),
});
