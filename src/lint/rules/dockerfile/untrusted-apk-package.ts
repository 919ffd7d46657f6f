import { defineRule } from "../../define-rule";
import { reportOption } from "../../query/settings";

export const rule = defineRule({
  target: "dockerfile",
  id: "untrusted-apk-package",
  code: "DD1089",
  severity: "warning",
  mirrors: ["CKV2_DOCKER_7"],
  what: "apk installs packages without a trusted signature.",
  why: "Anyone who can change the download can put anything into the image.",
  todo: "Drop the option and install the repository's key.",
  bad: "FROM alpine:3.22\nRUN apk add «--allow-untrusted» tool.apk\n",
  good: "FROM alpine:3.22\nRUN apk add tool.apk\n",
  check: context =>
    reportOption(
      context,
      ["apk"],
      ["--allow-untrusted"],
      "apk takes packages that nobody signed. Drop this option and install the repository's key.",
    ),
});
