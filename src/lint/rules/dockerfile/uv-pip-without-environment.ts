import type { Stage } from "../../../docker/dockerfile/stages";
import { defineRule } from "../../define-rule";
import { hasFlag } from "../../query/commands";
import { insert, suggestion } from "../../query/fixing";
import { isCertain, isSaid } from "../../query/known-runs";
import type { Saying } from "../../query/known-runs";
import { pythonOf, rootOf } from "../../query/python-base";

/** What gives uv a Python to install into. */
const givesPython: Saying = (_, text) =>
  /UV_SYSTEM_PYTHON|VIRTUAL_ENV|UV_PYTHON\b|venv|virtualenv|conda|\buv (?:init|sync|run|lock)\b/i.test(text);

export const rule = defineRule({
  target: "dockerfile",
  id: "uv-pip-without-environment",
  code: "DD1177",
  severity: "error",
  mirrors: [],
  what: "`uv pip install` without a virtual environment and without `--system`.",
  why: "uv stops with `No virtual environment found`: unlike pip it never takes the image's own Python unasked.",
  todo: "Write `--system`, or make a virtual environment with `uv venv` first.",
  bad: "FROM python:3.13-slim\nCOPY --from=ghcr.io/astral-sh/uv:0.9.5 /uv /bin/\nRUN uv pip «install» flask\n",
  good: "FROM python:3.13-slim\nCOPY --from=ghcr.io/astral-sh/uv:0.9.5 /uv /bin/\nRUN uv pip install --system flask\n",
  check: context => {
    // The build stops at the first one of a stage.
    const stopped = new Set<Stage>();
    for (const run of context.runs) {
      const { stage } = run;
      const root = stage === null ? null : rootOf(context, stage);
      if (stage === null || root === null) continue;
      for (const command of run.commands) {
        if (stopped.has(stage)) break;
        const [tool, verb] = command.arguments;
        if (command.name !== "uv" || tool?.text !== "pip" || verb === undefined) continue;
        if ((verb.text !== "install" && verb.text !== "sync") || !isCertain(context, run, command)) continue;
        if (pythonOf(root.reference) === null || hasFlag(command, "system", "python", "p", "target", "prefix"))
          continue;
        if (isSaid(context, stage, givesPython)) continue;
        stopped.add(stage);
        context.report(
          verb.span,
          "uv finds no virtual environment here and stops. Write `--system`, or run `uv venv` first.",
          { fixes: [suggestion("Add --system", insert(verb.span.end, " --system"))] },
        );
      }
    }
  },
});
