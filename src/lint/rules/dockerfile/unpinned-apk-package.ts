import { defineRule } from "../../define-rule";
import { APK } from "../../query/packages";
import { reportUnpinned } from "../../query/pinning";

export const rule = defineRule({
  target: "dockerfile",
  id: "unpinned-apk-package",
  code: "DD1121",
  severity: "info",
  enabled: false,
  mirrors: ["DL3018"],
  what: "apk add of a package without a version.",
  why: "The next build may get another version. Off by default: Alpine removes old versions, so pinned builds break instead.",
  todo: "Write `package=version` or `package~version`, or pin the base image by its digest.",
  bad: "FROM alpine:3.22\nRUN apk add --no-cache «curl»\n",
  good: "FROM alpine:3.22\nRUN apk add --no-cache curl=8.14.1-r1\n",
  check: context =>
    reportUnpinned(context, APK, ["DL3018"], text => /[=~<>]/.test(text) || text.endsWith(".apk"), "curl=8.14.1-r1"),
});
