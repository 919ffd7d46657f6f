import { defineRule } from "../../define-rule";
import { ZYPPER } from "../../query/packages";
import { reportUnpinned } from "../../query/pinning";

export const rule = defineRule({
  target: "dockerfile",
  id: "unpinned-zypper-package",
  code: "DD1124",
  severity: "info",
  enabled: false,
  mirrors: ["DL3037"],
  what: "zypper install of a package without a version.",
  why: "The next build may get another version.",
  todo: "Write `package=version`.",
  bad: "FROM opensuse/leap:15.6\nRUN zypper install -y «curl»\n",
  good: "FROM opensuse/leap:15.6\nRUN zypper install -y curl=8.6.0\n",
  check: context =>
    reportUnpinned(context, ZYPPER, ["DL3037"], text => /[=<>]/.test(text) || text.endsWith(".rpm"), "curl=8.6.0"),
});
