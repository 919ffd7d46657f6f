import { cleanPath } from "../../../docker/dockerignore";
import { chainOf, findStage } from "../../../docker/dockerfile/stages";
import type { Stage } from "../../../docker/dockerfile/stages";
import type { DockerfileContext } from "../../dockerfile-context";
import { defineRule } from "../../define-rule";
import { operands } from "../../query/commands";
import { replace, shorten, suggestion } from "../../query/fixing";
import { environmentOf, workdirOf } from "../../query/image-files";
import { runsOf } from "../../query/run-facts";
import { instructionsOf } from "../../query/stages";

/** Absolute paths of the virtual environments that a stage makes; those that can be moved are left out. */
function environmentsIn(context: DockerfileContext, stage: Stage): readonly string[] {
  const found: string[] = [];
  const fixed = environmentOf(context, stage).get("UV_PROJECT_ENVIRONMENT");
  for (const run of runsOf(context, stage)) {
    const workdir = workdirOf(context, stage, run.instruction.index);
    for (const command of run.commands) {
      const words = command.arguments.map(word => word.text);
      let path: string | null = null;
      if (
        /^python[\d.]*$/.test(command.name ?? "") &&
        words[0] === "-m" &&
        /^(?:venv|virtualenv)$/.test(words[1] ?? "")
      )
        path = words.findLast(word => !word.startsWith("-")) ?? null;
      else if (command.name === "virtualenv") path = operands(command, ["p", "python"]).at(-1)?.text ?? null;
      else if (command.name === "uv" && words[0] === "venv" && !words.includes("--relocatable"))
        path = operands(command, ["p", "python"]).at(1)?.text ?? ".venv";
      else if (command.name === "uv" && words[0] === "sync" && fixed !== null) path = fixed ?? ".venv";
      if (path === null || path === "" || path.includes("$") || (workdir === null && !path.startsWith("/"))) continue;
      found.push(cleanPath(path.startsWith("/") ? path : `${workdir ?? ""}/${path}`));
    }
  }
  return found;
}

export const rule = defineRule({
  target: "dockerfile",
  id: "moved-virtual-environment",
  code: "DD1186",
  severity: "warning",
  mirrors: [],
  what: "A virtual environment is copied from another stage to a different path than it was made at.",
  why: "Its scripts name the Python of the old path in their first line, so `gunicorn` and the like are said not to exist.",
  todo: "Copy it to the same path, or make it there.",
  bad:
    "FROM python:3.13-slim AS build\nRUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir gunicorn\n" +
    "FROM python:3.13-slim\nCOPY --from=build /opt/venv «/venv»\n",
  good:
    "FROM python:3.13-slim AS build\nRUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir gunicorn\n" +
    "FROM python:3.13-slim\nCOPY --from=build /opt/venv /opt/venv\n",
  check: context => {
    for (const copy of instructionsOf(context, "COPY")) {
      const from = copy.flags.find(flag => flag.name === "from")?.value;
      const stage = context.stageOf(copy);
      const [source] = copy.sources;
      const { destination } = copy;
      if (from == null || stage === null || source === undefined || destination === null || copy.sources.length > 1)
        continue;
      if (/[$*]/.test(source.value + destination.value)) continue;
      const other = findStage(context.graph, from, stage);
      if (other === null || chainOf(stage).includes(other)) continue;
      const path = cleanPath(source.value.startsWith("/") ? source.value : `/${source.value}`);
      const workdir = workdirOf(context, stage, copy.index);
      if (workdir === null || path === "/") continue;
      const target = cleanPath(
        destination.value.startsWith("/") ? destination.value : `${workdir}/${destination.value}`,
      );
      if (target === path || !environmentsIn(context, other).includes(path)) continue;
      context.report(
        destination.span,
        `The scripts of \`${shorten(path, 40)}\` name the Python of that path, so they do not run from another. Copy it to the same path.`,
        { fixes: [suggestion("Copy to the Same Path", replace(destination.span, path))] },
      );
    }
  },
});
