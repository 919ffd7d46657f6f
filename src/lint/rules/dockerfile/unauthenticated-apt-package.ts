import { defineRule } from "../../define-rule";
import { reportOption } from "../../query/settings";

export const rule = defineRule({
  target: "dockerfile",
  id: "unauthenticated-apt-package",
  code: "DD1090",
  severity: "warning",
  mirrors: ["CKV2_DOCKER_8"],
  what: "apt-get installs packages without a trusted signature.",
  why: "Anyone who can change the download can put anything into the image.",
  todo: "Drop the option and install the repository's key.",
  bad: "FROM debian:13\nRUN apt-get install -y «--allow-unauthenticated» tool\n",
  good: "FROM debian:13\nRUN apt-get install -y tool\n",
  check: context =>
    reportOption(
      context,
      ["apt-get", "apt"],
      ["--allow-unauthenticated"],
      "apt takes packages that nobody signed. Drop this option and install the repository's key.",
    ),
});
