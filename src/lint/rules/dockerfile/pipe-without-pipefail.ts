import { lineEndOf } from "../../../docker/line-map";
import { shellAt } from "../../../docker/dockerfile/stages";
import type { ShellCommand } from "../../../docker/shell/types";
import { defineRule } from "../../define-rule";
import type { RunStep } from "../../dockerfile-context";
import { hasArgument } from "../../query/commands";
import { insert, lineStartOf, suggestion } from "../../query/fixing";
import { rootImage } from "../../query/images";

const CAPABLE: readonly string[] = ["bash", "zsh", "ash", "ksh", "mksh"];

/** Programs whose failure nobody misses at the beginning of a pipe. */
const HARMLESS: readonly string[] = ["echo", "printf", "yes", "true", ":"];

/** True where a SHELL in force stops at a failing part of a pipe, or is no POSIX shell. */
function isCovered(run: RunStep): boolean {
  const shell = shellAt(run.stage, run.instruction);
  const items = shell?.json?.items.map(item => item.value) ?? [];
  const name =
    items[0]
      ?.split(/[/\\]/)
      .pop()
      ?.toLowerCase()
      .replace(/\.exe$/, "") ?? "";
  if (["pwsh", "powershell", "cmd"].includes(name)) return true;
  return CAPABLE.includes(name) && items.some(item => /(?:^|[\s-]\w*o\s*)pipefail$/.test(item) || item === "pipefail");
}

/** The pipelines in which a program other than the last can fail. */
function riskyPipelines(run: RunStep): ReadonlySet<number> {
  const last = new Map<number, ShellCommand>();
  for (const command of run.commands) if (command.wrapper === null) last.set(command.pipeline, command);
  const risky = new Set<number>();
  for (const command of run.commands) {
    if (command.name === null || HARMLESS.includes(command.name)) continue;
    const end = last.get(command.pipeline);
    if (command.wrapper === null && end !== command) risky.add(command.pipeline);
  }
  return risky;
}

function setsPipefail(run: RunStep): boolean {
  return run.commands.some(
    command => (command.name === "set" || CAPABLE.includes(command.name ?? "")) && hasArgument(command, "pipefail"),
  );
}

export const rule = defineRule({
  target: "dockerfile",
  id: "pipe-without-pipefail",
  code: "DD1139",
  severity: "warning",
  mirrors: ["DL4006"],
  what: "RUN with a pipe, in a shell that looks at the last program only.",
  why: "Where the first program fails, such as a download, the step succeeds and the build goes on with half a file.",
  todo: 'Set `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` before, or begin the step with `set -o pipefail`.',
  bad: "FROM debian:13\nRUN curl https://example.com/a.tar «|» tar -x\n",
  good: 'FROM debian:13\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl https://example.com/a.tar | tar -x\n',
  check: context => {
    for (const run of context.runs) {
      if (run.script.pipes.length === 0 || run.instruction.json !== null) continue;
      const risky = riskyPipelines(run);
      const pipe = run.script.pipes.find(each => risky.has(each.pipeline));
      if (pipe === undefined || isCovered(run) || setsPipefail(run)) continue;
      const image = run.stage === null ? null : rootImage(run.stage);
      const isAlpine = image !== null && `${image.repository}:${image.tag ?? ""}`.includes("alpine");
      const shell = isAlpine ? "/bin/ash" : "/bin/bash";
      const line = `SHELL ["${shell}", "-o", "pipefail", "-c"]${lineEndOf(context.text)}`;
      context.report(
        pipe.span,
        `A failure before this pipe goes unnoticed. Set \`SHELL ["${shell}", "-o", "pipefail", "-c"]\` before this step.`,
        {
          fixes: run.instruction.onbuild
            ? []
            : [suggestion(`Set SHELL ${shell} with pipefail`, insert(lineStartOf(context, run.instruction), line))],
        },
      );
    }
  },
});
