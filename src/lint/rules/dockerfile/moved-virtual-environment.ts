import { cleanPath } from "../../../docker/dockerignore";
import { chainOf, findStage } from "../../../docker/dockerfile/stages";
import type { Stage } from "../../../docker/dockerfile/stages";
import type { ShellCommand } from "../../../docker/shell/types";
import type { DockerfileContext } from "../../dockerfile-context";
import { defineRule } from "../../define-rule";
import { operands } from "../../query/commands";
import { replace, shorten, suggestion } from "../../query/fixing";
import { environmentOf, workdirOf } from "../../query/image-files";
import { runsOf } from "../../query/run-facts";
import { instructionsOf } from "../../query/stages";

/** Absolute paths of the virtual environments that a stage makes; those that can be moved are left out. */
function environmentsIn(context: DockerfileContext, stage: Stage): readonly string[] {
  const fixed = environmentOf(context, stage).get("UV_PROJECT_ENVIRONMENT");
  return runsOf(context, stage).flatMap(run => {
    const workdir = workdirOf(context, stage, run.instruction.index);
    return run.commands.flatMap(command => {
      const path = madeBy(command, fixed);
      if (path === null || path === "" || path.includes("$") || (workdir === null && !path.startsWith("/"))) return [];
      return cleanPath(path.startsWith("/") ? path : `${workdir ?? ""}/${path}`);
    });
  });
}

/** The environment that a command makes; `fixed` is where uv keeps a project's, null where that is not known. */
function madeBy(command: ShellCommand, fixed: string | null | undefined): string | null {
  const words = command.arguments.map(word => word.text);
  const name = command.name ?? "";
  if (/^python[\d.]*$/.test(name) && words[0] === "-m" && /^(?:venv|virtualenv)$/.test(words[1] ?? ""))
    return words.findLast(word => !word.startsWith("-")) ?? null;
  if (name === "virtualenv") return operands(command, ["p", "python"]).at(-1)?.text ?? null;
  if (name !== "uv") return null;
  if (words[0] === "venv" && !words.includes("--relocatable"))
    return operands(command, ["p", "python"]).at(1)?.text ?? ".venv";
  return words[0] === "sync" && fixed !== null ? (fixed ?? ".venv") : null;
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
