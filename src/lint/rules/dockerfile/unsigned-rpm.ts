import { defineRule } from "../../define-rule";
import { reportOption } from "../../query/settings";

export const rule = defineRule({
  target: "dockerfile",
  id: "unsigned-rpm",
  code: "DD1092",
  severity: "warning",
  mirrors: ["CKV2_DOCKER_10"],
  what: "rpm installs packages without checking their signatures or digests.",
  why: "Anyone who can change the download can put anything into the image.",
  todo: "Drop the option and import the key with `rpm --import`.",
  bad: "FROM fedora:42\nRUN rpm -i «--nosignature» tool.rpm\n",
  good: "FROM fedora:42\nRUN rpm -i tool.rpm\n",
  check: context =>
    reportOption(
      context,
      ["rpm"],
      ["--nodigest", "--nosignature", "--noverify", "--nofiledigest"],
      "The package is not verified, so it may be anyone's. Drop this option and use `rpm --import` for the key.",
    ),
});
