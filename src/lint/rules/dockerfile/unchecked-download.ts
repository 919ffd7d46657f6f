import { defineRule } from "../../define-rule";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "unchecked-download",
  code: "DD1057",
  severity: "info",
  enabled: false,
  mirrors: ["CKV_DOCKER_4"],
  what: "ADD of a URL without a checksum.",
  why: "Whatever the server answers ends up in the image. Off by default: some files have no fixed content.",
  todo: "Add `--checksum=sha256:…`.",
  bad: "FROM debian:13\nADD «https://example.com/a.zip» /tmp/\n",
  good: "FROM debian:13\nADD --checksum=sha256:0000000000000000000000000000000000000000000000000000000000000000 https://example.com/a.zip /tmp/\n",
  check: context => {
    for (const { flags, sources } of instructionsOf(context, "ADD")) {
      const remote = sources.find(word => /^https?:\/\//.test(word.value));
      if (remote === undefined || remote.value.includes(".git") || flags.some(flag => flag.name === "checksum"))
        continue;
      context.report(remote.span, "Whatever this server answers ends up in the image. Add `--checksum=sha256:…`.");
    }
  },
});
