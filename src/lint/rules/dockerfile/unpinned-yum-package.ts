import { defineRule } from "../../define-rule";
import { YUM } from "../../query/packages";
import { isVersionedRpm, reportUnpinned } from "../../query/pinning";

export const rule = defineRule({
  target: "dockerfile",
  id: "unpinned-yum-package",
  code: "DD1122",
  severity: "info",
  enabled: false,
  mirrors: ["DL3033"],
  what: "yum install of a package or module without a version.",
  why: "The next build may get another version.",
  todo: "Write `package-version`, or `module:stream`.",
  bad: "FROM rockylinux:8\nRUN yum install -y «curl»\n",
  good: "FROM rockylinux:8\nRUN yum install -y curl-7.61.1\n",
  check: context => reportUnpinned(context, YUM, ["DL3033"], isVersionedRpm, "curl-7.61.1"),
});
