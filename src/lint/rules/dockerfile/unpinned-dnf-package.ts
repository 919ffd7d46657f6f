import { defineRule } from "../../define-rule";
import { DNF } from "../../query/packages";
import { isVersionedRpm, reportUnpinned } from "../../query/pinning";

export const rule = defineRule({
  target: "dockerfile",
  id: "unpinned-dnf-package",
  code: "DD1123",
  severity: "info",
  enabled: false,
  mirrors: ["DL3041"],
  what: "dnf or microdnf install of a package or module without a version.",
  why: "The next build may get another version.",
  todo: "Write `package-version`, or `module:stream`.",
  bad: "FROM fedora:42\nRUN dnf install -y «curl»\n",
  good: "FROM fedora:42\nRUN dnf install -y curl-8.11.1\n",
  check: context => reportUnpinned(context, DNF, ["DL3041"], isVersionedRpm, "curl-8.11.1"),
});
