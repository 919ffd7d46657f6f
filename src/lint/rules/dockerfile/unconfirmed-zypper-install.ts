import { defineRule } from "../../define-rule";
import { ZYPPER } from "../../query/packages";
import { reportUnconfirmed } from "../../query/pinning";

export const rule = defineRule({
  target: "dockerfile",
  id: "unconfirmed-zypper-install",
  code: "DD1103",
  severity: "error",
  mirrors: ["DL3034"],
  what: "zypper changes packages without `-y` or `--non-interactive`.",
  why: "It asks a question that nobody answers; the build stops.",
  todo: "Add `-y`.",
  bad: "FROM opensuse/leap:15.6\nRUN zypper «install» curl\n",
  good: "FROM opensuse/leap:15.6\nRUN zypper install -y curl\n",
  check: context =>
    reportUnconfirmed(
      context,
      ZYPPER,
      ["install", "in", "remove", "rm", "source-install", "si", "patch"],
      ["non-interactive", "n", "no-confirm", "y"],
    ),
});
