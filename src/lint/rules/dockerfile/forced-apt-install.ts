import { defineRule } from "../../define-rule";
import { reportOption } from "../../query/settings";

export const rule = defineRule({
  target: "dockerfile",
  id: "forced-apt-install",
  code: "DD1093",
  severity: "warning",
  mirrors: ["CKV2_DOCKER_11"],
  what: "apt-get with `--force-yes`.",
  why: "It also accepts unsigned packages and downgrades, so the system may be broken without a word.",
  todo: "Use `-y`.",
  bad: "FROM debian:13\nRUN apt-get install «--force-yes» tool\n",
  good: "FROM debian:13\nRUN apt-get install -y tool\n",
  check: context =>
    reportOption(
      context,
      ["apt-get", "apt"],
      ["--force-yes"],
      "`--force-yes` also takes unsigned packages and downgrades. Use `-y`.",
      "-y",
    ),
});
