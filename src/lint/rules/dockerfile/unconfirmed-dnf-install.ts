import { defineRule } from "../../define-rule";
import { DNF } from "../../query/packages";
import { reportUnconfirmed } from "../../query/pinning";

export const rule = defineRule({
  target: "dockerfile",
  id: "unconfirmed-dnf-install",
  code: "DD1102",
  severity: "error",
  mirrors: ["DL3038"],
  what: "dnf or microdnf install without `-y`.",
  why: "It asks a question that nobody answers; the build stops.",
  todo: "Add `-y`.",
  bad: "FROM fedora:42\nRUN dnf «install» curl\n",
  good: "FROM fedora:42\nRUN dnf install -y curl\n",
  check: context =>
    reportUnconfirmed(context, DNF, ["install", "in", "groupinstall", "localinstall"], ["y", "assumeyes"]),
});
