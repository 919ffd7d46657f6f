import { chainOf } from "../../../docker/dockerfile/stages";
import type { Stage } from "../../../docker/dockerfile/stages";
import type { DockerfileContext } from "../../dockerfile-context";
import { defineRule } from "../../define-rule";
import { replace, suggestion } from "../../query/fixing";
import { isCertain, wholeText } from "../../query/known-runs";

/** True where the stage surely gets Poetry 2 or later: its install is seen, and nothing holds it below 2. */
function hasPoetry2(context: DockerfileContext, stage: Stage): boolean {
  const texts = chainOf(stage).flatMap(each => each.instructions.map(other => wholeText(context, other)));
  const all = texts.join("\n");
  const version = /\bpoetry(?:==|@|~=)["']?(\d+)\./.exec(all)?.[1] ?? /POETRY_VERSION[= ]"?(\d+)\./.exec(all)?.[1];
  if (version !== undefined) return Number(version) >= 2;
  if (/POETRY_VERSION|poetry\s*[=<>~!@$\[]|--version/i.test(all)) return false;
  return /\bpip3? install (?:-\S+ )*(?:[\w-]+ )*poetry(?:\s|$)|install\.python-poetry\.org/m.test(all);
}

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
    for (const run of context.runs) {
      const { stage } = run;
      if (stage === null) continue;
      for (const command of run.commands) {
        if (command.name !== "poetry" || command.arguments[0]?.text !== "install") continue;
        const word = command.arguments.find(each => each.text === "--no-dev");
        if (word === undefined || !isCertain(context, run, command) || !hasPoetry2(context, stage)) continue;
        context.report(word.span, "Poetry 2 knows no `--no-dev`, so the build stops. Write `--only main`.", {
          fixes: [suggestion("Write --only main", replace(word.span, "--only main"))],
        });
      }
    }
  },
});
