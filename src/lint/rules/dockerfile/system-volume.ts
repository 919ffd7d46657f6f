import { defineRule } from "../../define-rule";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "system-volume",
  code: "DD1190",
  severity: "warning",
  mirrors: ["DKL-DI-0002"],
  what: "VOLUME at `/proc`, `/sys` or `/dev`.",
  why: "The kernel's files stand there. The engine refuses to start a container with a volume at `/proc`, and elsewhere the volume hides them.",
  todo: "Keep data in a folder of its own, such as `/data`.",
  bad: 'FROM debian:13\nVOLUME [«"/proc"», "/data"]\n',
  good: 'FROM debian:13\nVOLUME ["/data"]\n',
  check: context => {
    for (const instruction of instructionsOf(context, "VOLUME")) {
      for (const word of instruction.json?.items ?? instruction.words) {
        const path = word.value.replace(/(?<=.)\/+$/, "");
        if (/^\/proc(?:\/|$)/.test(path)) {
          context.report(
            word.span,
            "The engine starts no container with a volume at `/proc`. Name a folder of its own.",
            {
              severity: "error",
            },
          );
        } else if (path === "/sys" || path === "/dev") {
          context.report(
            word.span,
            `This volume hides the kernel's \`${path}\` from the program. Name a folder of its own.`,
          );
        }
      }
    }
  },
});
