import { scopeAt } from "../../../docker/dockerfile/expand";
import type { ShellCommand } from "../../../docker/shell/types";
import { defineRule } from "../../define-rule";
import { replace, suggestion } from "../../query/fixing";

/** True for a command that changes nothing but the shell that runs it. */
function isShellOnly({ name, arguments: words, redirections }: ShellCommand): boolean {
  if (redirections.length > 0) return false;
  if (name === "export" || name === "alias") return words.every(word => !/\$\(|`/.test(word.raw));
  if (name === "." || name === "source") return /\/(?:activate|\.\w*(?:rc|profile)|env)$/.test(words[0]?.text ?? "");
  return (name === "conda" || name === "mamba" || name === "micromamba") && words[0]?.text === "activate";
}

/** `export A=b` as ENV; null where it is anything else, or where ENV would make another value of it. */
function asEnv(commands: readonly ShellCommand[], isKnown: (variable: string) => boolean): string | null {
  const pairs: string[] = [];
  const own = new Set<string>();
  if (commands.some(each => each.name !== "export")) return null;
  for (const word of commands.flatMap(each => each.arguments)) {
    const variable = /^([A-Za-z_]\w*)=(?:"[^\s"]*"|'[^\s']*'|[^\s"'])*$/.exec(word.raw)?.[1];
    if (variable === undefined) return null;
    // What the shell alone makes: a home folder, and expansions other than plain variables.
    if (/[=:]~|\$(?!\w+|\{\w+\})/.test(word.raw)) return null;
    // Within one ENV the values from before it are used.
    if (word.variables.some(each => own.has(each) || !isKnown(each))) return null;
    own.add(variable);
    pairs.push(word.raw);
  }
  return `ENV ${pairs.join(" ")}`;
}

function advice(commands: readonly ShellCommand[], env: string | null): string {
  if (commands.every(each => each.name === "export"))
    return env === null ? "Write `ENV`, with the value in place of what only the shell knows." : "Write `ENV`.";
  if (commands.every(each => each.name === "export" || each.name === "alias"))
    return "Put it into the RUN that needs it.";
  return "Set PATH by `ENV`, or put it into the RUN that needs it.";
}

export const rule = defineRule({
  target: "dockerfile",
  id: "lost-shell-state",
  code: "DD1185",
  severity: "warning",
  mirrors: [],
  what: "A RUN that only exports variables, sets aliases or activates an environment.",
  why: "Each RUN has a shell of its own, which ends with it: the next step knows nothing of what was set.",
  todo: "Write ENV, for a virtual environment `ENV PATH=/venv/bin:$PATH`, or put it into the RUN that needs it.",
  bad: "FROM python:3.13-slim\nRUN «export» C_INCLUDE_PATH=/usr/include/gdal\nRUN pip install --no-cache-dir gdal\n",
  good: "FROM python:3.13-slim\nENV C_INCLUDE_PATH=/usr/include/gdal\nRUN pip install --no-cache-dir gdal\n",
  check: context => {
    for (const { instruction, stage, commands } of context.runs) {
      if (commands.length === 0 || instruction.json !== null || instruction.heredocs.length > 0) continue;
      if (!commands.every(isShellOnly)) continue;
      const word = commands[0]?.words[0];
      if (word === undefined || stage === null) continue;
      const scope = scopeAt(context.graph, stage, instruction.index, context.file.escape);
      // Every image has PATH.
      const env = asEnv(commands, each => each === "PATH" || scope.has(each));
      context.report(
        word.span,
        `What this RUN sets is gone when it ends, so no later step has it. ${advice(commands, env)}`,
        { fixes: env === null ? [] : [suggestion("Write ENV", replace(instruction.span, env))] },
      );
    }
  },
});
