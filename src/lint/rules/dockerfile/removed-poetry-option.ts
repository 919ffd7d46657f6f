import type { Stage } from "../../../docker/dockerfile/stages";
import { defineRule } from "../../define-rule";
import { replace, suggestion } from "../../query/fixing";
import { isCertain } from "../../query/known-runs";
import { hasPoetry2 } from "../../query/poetry";

export const rule = defineRule({
  target: "dockerfile",
  id: "removed-poetry-option",
  code: "DD1176",
  severity: "error",
  mirrors: [],
  what: "`poetry install --no-dev` with Poetry 2, which has no such option any more.",
  why: 'Poetry stops with `The option "--no-dev" does not exist`, and the build with it.',
  todo: "Write `--only main`, or pin the Poetry that the project was made with.",
  bad: "FROM python:3.13-slim\nRUN pip install --no-cache-dir poetry==2.1.3 && poetry install «--no-dev»\n",
  good: "FROM python:3.13-slim\nRUN pip install --no-cache-dir poetry==2.1.3 && poetry install --only main\n",
  check: context => {
    // The build stops at the first one of a stage.
    const stopped = new Set<Stage>();
    for (const run of context.runs) {
      const { stage } = run;
      if (stage === null || stopped.has(stage)) continue;
      for (const command of run.commands) {
        if (command.name !== "poetry" || command.arguments[0]?.text !== "install") continue;
        const word = command.arguments.find(each => each.text === "--no-dev");
        if (word === undefined || !isCertain(context, run, command) || !hasPoetry2(context, stage)) continue;
        stopped.add(stage);
        context.report(word.span, "Poetry 2 knows no `--no-dev`, so the build stops. Write `--only main`.", {
          fixes: [suggestion("Write --only main", replace(word.span, "--only main"))],
        });
      }
    }
  },
});
