import { isShell } from "../../../docker/shell/unwrap";
import { nameOf } from "../../../model/paths";
import { defineRule } from "../../define-rule";
import { insert, safeFix, shorten } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "shell-without-command-flag",
  code: "DD1178",
  severity: "error",
  mirrors: [],
  what: "SHELL names a shell without `-c`.",
  why: "Each RUN becomes one more word of the array, and without `-c` the shell takes it for the name of a script.",
  todo: 'End the array with `"-c"`.',
  bad: 'FROM debian:13\nSHELL [«"/bin/bash"»]\n',
  good: 'FROM debian:13\nSHELL ["/bin/bash", "-c"]\n',
  check: context => {
    for (const instruction of instructionsOf(context, "SHELL")) {
      const { json } = instruction;
      const items = json?.items ?? [];
      const first = items[0];
      const last = items.at(-1);
      if (first === undefined || last === undefined || !isShell(nameOf(first.value))) continue;
      if (items.slice(1).some(item => /^-[a-zA-Z]*c[a-zA-Z]*$/.test(item.value))) continue;
      // The next SHELL may stand before any command.
      const next = context
        .stageOf(instruction)
        ?.instructions.find(each => each.index > instruction.index && /^(?:CMD|ENTRYPOINT|RUN|SHELL)$/.test(each.kind));
      if (next?.kind === "SHELL") continue;
      context.report(
        last.span,
        `\`${shorten(first.value, 30)}\` takes every RUN for the name of a script, so the next one fails. End the array with \`"-c"\`.`,
        { fixes: [safeFix('Add "-c"', insert(last.span.end, ', "-c"'))] },
      );
    }
  },
});
