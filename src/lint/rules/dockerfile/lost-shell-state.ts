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

/** `export A=b` as ENV; null where it is anything else. */
function asEnv(commands: readonly ShellCommand[]): string | null {
  const pairs = commands.map(({ name, arguments: words }) => {
    const [word] = words;
    const match = words.length === 1 && name === "export" ? /^([A-Za-z_]\w*)=(\S*)$/.exec(word?.raw ?? "") : null;
    return match === null ? null : (word?.raw ?? null);
  });
  return pairs.includes(null) ? null : `ENV ${pairs.join(" ")}`;
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
    for (const { instruction, commands } of context.runs) {
      if (commands.length === 0 || instruction.json !== null || instruction.heredocs.length > 0) continue;
      if (!commands.every(isShellOnly)) continue;
      const word = commands[0]?.words[0];
      const env = asEnv(commands);
      const exports = commands.every(each => each.name === "export");
      if (word === undefined) continue;
      context.report(
        word.span,
        `What this RUN sets is gone when it ends, so no later step has it. ${exports ? "Write `ENV`." : "Set PATH by `ENV`, or put it into the RUN that needs it."}`,
        { fixes: env === null ? [] : [suggestion("Write ENV", replace(instruction.span, env))] },
      );
    }
  },
});
