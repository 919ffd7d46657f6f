import { defineRule } from "../../define-rule";
import { YUM } from "../../query/packages";
import { reportUnconfirmed } from "../../query/pinning";

export const rule = defineRule({
  target: "dockerfile",
  id: "unconfirmed-yum-install",
  code: "DD1101",
  severity: "error",
  mirrors: ["DL3030"],
  what: "yum install without `-y`.",
  why: "It asks a question that nobody answers; the build stops.",
  todo: "Add `-y`.",
  bad: "FROM rockylinux:8\nRUN yum «install» curl\n",
  good: "FROM rockylinux:8\nRUN yum install -y curl\n",
  check: context => reportUnconfirmed(context, YUM, ["install", "groupinstall", "localinstall"], ["y", "assumeyes"]),
});
