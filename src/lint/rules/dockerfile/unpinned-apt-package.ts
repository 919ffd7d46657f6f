import { defineRule } from "../../define-rule";
import { APT_GET } from "../../query/packages";
import { reportUnpinned } from "../../query/pinning";

export const rule = defineRule({
  target: "dockerfile",
  id: "unpinned-apt-package",
  code: "DD1120",
  severity: "info",
  enabled: false,
  mirrors: ["DL3008"],
  what: "apt-get install of a package without a version.",
  why: "The next build may get another version. Off by default: Debian removes old versions, so pinned builds break instead.",
  todo: "Write `package=version`, or pin the base image by its digest.",
  bad: "FROM debian:13\nRUN apt-get install -y «curl»\n",
  good: "FROM debian:13\nRUN apt-get install -y curl=8.14.1-2\n",
  check: context =>
    reportUnpinned(context, APT_GET, ["DL3008"], text => /[=/]/.test(text) || text.endsWith(".deb"), "curl=8.14.1-2"),
});
