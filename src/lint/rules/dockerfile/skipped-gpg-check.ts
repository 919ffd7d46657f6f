import { defineRule } from "../../define-rule";
import { reportOption } from "../../query/settings";

export const rule = defineRule({
  target: "dockerfile",
  id: "skipped-gpg-check",
  code: "DD1091",
  severity: "warning",
  mirrors: ["CKV2_DOCKER_9"],
  what: "yum or dnf installs packages without checking their signatures.",
  why: "Anyone who can change the download can put anything into the image.",
  todo: "Drop the option and import the repository's key.",
  bad: "FROM fedora:42\nRUN dnf install -y «--nogpgcheck» tool\n",
  good: "FROM fedora:42\nRUN dnf install -y tool\n",
  check: context =>
    reportOption(
      context,
      ["yum", "dnf", "dnf5", "tdnf", "microdnf"],
      ["--nogpgcheck"],
      "Packages are taken that nobody signed. Drop this option and import the repository's key.",
    ),
});
