import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

/** `host:container` as `docker run -v` has it; a drive letter of Windows is no host path. */
const BIND = /^(?:\.{0,2}\/|~|\$)[^:{}]*:[/$]/;

export const rule = defineRule({
  target: "dockerfile",
  id: "host-path-in-volume",
  code: "DD1168",
  severity: "warning",
  mirrors: [],
  what: "VOLUME with a path of the host.",
  why: "VOLUME knows paths of the container alone, so an empty volume is made at a path with a colon in it, and nothing is mounted.",
  todo: "Write the container's path, and mount the host's with `docker run -v` or in Compose.",
  bad: "FROM debian:13\nVOLUME «/srv/data:/data»\n",
  good: "FROM debian:13\nVOLUME /data\n",
  check: context => {
    for (const instruction of instructionsOf(context, "VOLUME")) {
      for (const word of instruction.json?.items ?? instruction.words) {
        if (!BIND.test(word.value)) continue;
        context.report(
          word.span,
          `An empty volume is made at \`${shorten(word.value)}\`, and nothing of the host is mounted. Write the container's path alone.`,
        );
      }
    }
  },
});
