import { shellAt } from "../../../docker/dockerfile/stages";
import type { RunStep } from "../../dockerfile-context";
import { defineRule } from "../../define-rule";
import { commandsNamed, hasArgument, nameSpan } from "../../query/commands";
import { replace, suggestion } from "../../query/fixing";

/** True where steps run by another path than /bin/sh, as in images that come without it: the link is no replacement. */
function isFirst({ stage, instruction }: RunStep): boolean {
  const shell = shellAt(stage, instruction)?.json?.items[0]?.value ?? "";
  return shell.startsWith("/") && !/^(?:\/usr)?\/bin\//.test(shell);
}

export const rule = defineRule({
  target: "dockerfile",
  id: "linked-shell",
  code: "DD1140",
  severity: "warning",
  mirrors: ["DL4005"],
  what: "RUN replaces /bin/sh by a link to another shell.",
  why: "Every script of the image then runs in that shell, also those of the packages.",
  todo: "Use SHELL.",
  bad: "FROM debian:13\nRUN «ln» -sfv /bin/bash /bin/sh\n",
  good: 'FROM debian:13\nSHELL ["/bin/bash", "-c"]\n',
  check: context => {
    for (const run of context.runs) {
      for (const command of commandsNamed(run, "ln")) {
        if (!hasArgument(command, "/bin/sh") || isFirst(run)) continue;
        const isWhole = run.commands.length === 1 && !run.instruction.onbuild;
        context.report(
          nameSpan(command),
          "All scripts of the image now run in another shell. Use `SHELL` to change the shell of RUN.",
          {
            fixes:
              isWhole && hasArgument(command, "/bin/bash")
                ? [suggestion("Change to SHELL", replace(run.instruction.span, 'SHELL ["/bin/bash", "-c"]'))]
                : [],
          },
        );
      }
    }
  },
});
