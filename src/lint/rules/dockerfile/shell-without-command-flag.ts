import type { Stage } from "../../../docker/dockerfile/stages";
import type { Instruction } from "../../../docker/dockerfile/types";
import { isShell } from "../../../docker/shell/unwrap";
import { nameOf } from "../../../model/paths";
import { defineRule } from "../../define-rule";
import { insert, safeFix, shorten } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

/** The SHELL instructions that a command in shell form follows, before the next SHELL: the exec form needs no shell. */
function usedShells(stages: readonly Stage[]): ReadonlySet<Instruction> {
  const used = new Set<Instruction>();
  for (const { instructions } of stages) {
    let shell: Instruction | null = null;
    for (const each of instructions) {
      if (each.kind === "SHELL") shell = each;
      else if (shell !== null && /^(?:CMD|ENTRYPOINT|RUN)$/.test(each.kind) && each.json === null) used.add(shell);
    }
  }
  return used;
}

export const rule = defineRule({
  target: "dockerfile",
  id: "shell-without-command-flag",
  code: "DD1178",
  severity: "error",
  mirrors: [],
  what: "SHELL names a shell without `-c`.",
  why: "Each command in shell form becomes one more word of the array, and without `-c` the shell takes it for the name of a script.",
  todo: 'End the array with `"-c"`.',
  bad: 'FROM debian:13\nSHELL [«"/bin/bash"»]\nRUN apt-get update\n',
  good: 'FROM debian:13\nSHELL ["/bin/bash", "-c"]\nRUN apt-get update\n',
  check: context => {
    const used = usedShells(context.graph.stages);
    for (const instruction of instructionsOf(context, "SHELL")) {
      const { json } = instruction;
      const items = json?.items ?? [];
      const first = items[0];
      const last = items.at(-1);
      if (first === undefined || last === undefined || !isShell(nameOf(first.value))) continue;
      if (items.slice(1).some(item => /^-[a-zA-Z]*c[a-zA-Z]*$/.test(item.value))) continue;
      if (!used.has(instruction)) continue;
      context.report(
        last.span,
        `\`${shorten(first.value, 30)}\` takes each command in shell form for the name of a script, so the next one fails. End the array with \`"-c"\`.`,
        { fixes: [safeFix('Add "-c"', insert(last.span.end, ', "-c"'))] },
      );
    }
  },
});
