import { defineRule } from "../../define-rule";
import { reportOption } from "../../query/settings";

export const rule = defineRule({
  target: "dockerfile",
  id: "insecure-wget",
  code: "DD1085",
  severity: "warning",
  mirrors: ["CKV2_DOCKER_3"],
  what: "wget without checking the server's certificate.",
  why: "Anyone on the way can replace what is downloaded into the image.",
  todo: "Drop the option; install `ca-certificates` where the check fails.",
  bad: "FROM debian:13\nRUN wget «--no-check-certificate» https://example.com/x\n",
  good: "FROM debian:13\nRUN wget https://example.com/x\n",
  check: context =>
    reportOption(
      context,
      ["wget"],
      ["--no-check-certificate"],
      "The certificate is not checked, so the download may be anyone's. Drop this option.",
    ),
});
