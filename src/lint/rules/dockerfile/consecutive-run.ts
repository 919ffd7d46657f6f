import { defineRule } from "../../define-rule";
import type { RunStep } from "../../dockerfile-context";

function flagsText(run: RunStep): string {
  return run.instruction.flags
    .map(flag => flag.raw)
    .sort()
    .join(" ");
}

export const rule = defineRule({
  target: "dockerfile",
  id: "consecutive-run",
  code: "DD1141",
  severity: "info",
  enabled: false,
  mirrors: ["DL3059"],
  what: "Two short RUN follow each other.",
  why: "Each makes a layer of its own; what a later one deletes stays in the earlier layer. Off by default: separate steps are cached separately.",
  todo: "Join them with `&&`, or use a heredoc.",
  bad: "FROM debian:13\nRUN mkdir /a\n«RUN» mkdir /b\n",
  good: "FROM debian:13\nRUN mkdir /a && mkdir /b\n",
  check: context => {
    const byIndex = new Map(
      context.runs.filter(run => !run.instruction.onbuild).map(run => [run.instruction.index, run]),
    );
    let previous: RunStep | null = null;
    for (const instruction of context.file.instructions) {
      const run = byIndex.get(instruction.index) ?? null;
      const isSame = run !== null && previous !== null && flagsText(run) === flagsText(previous);
      if (isSame && run.commands.length <= 1 && previous !== null && previous.commands.length <= 1) {
        context.report(instruction.keywordSpan, "This and the RUN above make two layers. Join them with `&&`.");
        continue;
      }
      previous = run;
    }
  },
});
