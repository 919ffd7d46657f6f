import { chainOf } from "../../../docker/dockerfile/stages";
import type { Stage } from "../../../docker/dockerfile/stages";
import { cleanPath } from "../../../docker/dockerignore";
import type { Span } from "../../../model/place";
import type { DockerfileView } from "../../dockerfile-context";
import { defineRule } from "../../define-rule";
import { buildsOf } from "../../query/builds";
import { operands } from "../../query/commands";
import { shorten } from "../../query/fixing";
import { environmentOf, workdirOf } from "../../query/image-files";
import { runsOf } from "../../query/run-facts";
import { startsOf } from "../../query/starts";

/** The virtual environments that a stage fills, with the place that makes each. */
function environmentsOf(view: DockerfileView, stage: Stage): ReadonlyMap<string, Span> {
  const found = new Map<string, Span>();
  const variables = environmentOf(view, stage);
  const add = (folder: string | null, path: string, span: Span): void => {
    if (folder !== null && !path.includes("$")) {
      found.set(path.startsWith("/") ? cleanPath(path) : cleanPath(`${folder}/${path}`), span);
    }
  };
  for (const run of runsOf(view, stage)) {
    const folder = run.stage === null ? null : workdirOf(view, run.stage, run.instruction.index);
    // What a step changes its folder to is not followed.
    if (run.commands.some(command => command.name === "cd")) continue;
    for (const command of run.commands) {
      const words = operands(command).map(word => word.text);
      const [verb] = words;
      if (command.name === "uv" && verb === "sync" && !variables.has("UV_PROJECT_ENVIRONMENT"))
        add(folder, ".venv", command.span);
      if (command.name === "pdm" && (verb === "install" || verb === "sync")) add(folder, ".venv", command.span);
      if (
        command.name === "poetry" &&
        (verb === "install" || verb === "sync") &&
        /^(?:1|true)$/i.test(variables.get("POETRY_VIRTUALENVS_IN_PROJECT") ?? "") &&
        !/^(?:0|false)$/i.test(variables.get("POETRY_VIRTUALENVS_CREATE") ?? "")
      )
        add(folder, ".venv", command.span);
      const flag = command.arguments.findIndex(word => word.text === "-m");
      const isVenv = flag !== -1 && command.arguments[flag + 1]?.text === "venv";
      const target = isVenv || command.name === "virtualenv" ? command.arguments.at(-1)?.value : null;
      if (target != null && target !== "venv" && !target.startsWith("-")) add(folder, target, command.span);
    }
  }
  for (const copy of chainOf(stage).flatMap(part => part.instructions)) {
    if (copy.kind !== "COPY" || !copy.flags.some(each => each.name === "from")) continue;
    const target = copy.destination?.value.replace(/\/+$/, "") ?? "";
    if (/\/\.?venv$/.test(target)) add(workdirOf(view, stage, copy.index), target, copy.span);
  }
  return found;
}

export const rule = defineRule({
  target: "workspace",
  id: "hidden-environment",
  code: "DD3028",
  severity: "warning",
  mirrors: [],
  what: "A bind mount over the folder into which the image has installed its packages.",
  why: "The container sees the folder of the host instead, so the packages are gone and the program does not start.",
  todo: "Install outside the mounted folder, such as in `/opt/venv`, or mount the source folder alone.",
  bad: {
    Dockerfile:
      'FROM python:3.13-slim\nWORKDIR /app\nRUN python -m venv /app/.venv\nENV PATH=/app/.venv/bin:$PATH\nCOPY . .\nCMD ["gunicorn", "app:app"]\n',
    "compose.yaml": "services:\n  web:\n    build: .\n    volumes:\n      - .:«/app»\n",
    "app.py": "app = 1\n",
  },
  good: {
    Dockerfile:
      'FROM python:3.13-slim\nWORKDIR /app\nRUN python -m venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH\nCOPY . .\nCMD ["gunicorn", "app:app"]\n',
    "compose.yaml": "services:\n  web:\n    build: .\n    volumes:\n      - .:/app\n",
    "app.py": "app = 1\n",
  },
  check: context => {
    const starts = startsOf(context);
    for (const { view, stage, service } of buildsOf(context)) {
      if (stage === null || service === null) continue;
      // `uv run` and its like fill the folder again at the start.
      const own = starts.filter(
        each => each.service?.name === service.name && each.service.project === service.project,
      );
      if (own.some(each => /^(?:uv|pdm|poetry|hatch)$|\.sh$/.test(each.words[0]?.text ?? ""))) continue;
      const mounts = service.parts.flatMap(part =>
        part.service.volumes.map(mount => ({ part, mount, target: cleanPath(mount.target ?? "/") })),
      );
      for (const [environment, span] of environmentsOf(view, stage)) {
        const covering = mounts.filter(({ target }) => environment === target || environment.startsWith(`${target}/`));
        const inner = covering.reduce<(typeof covering)[number] | null>(
          (deepest, each) => (deepest === null || each.target.length >= deepest.target.length ? each : deepest),
          null,
        );
        // A volume of its own takes over what the image has there.
        if (
          inner?.mount.type !== "bind" ||
          inner.target.includes("$") ||
          mounts.some(each => each.mount.target === null)
        )
          continue;
        context.report(
          inner.part.file.path,
          inner.mount.targetSpan,
          `This mount hides \`${shorten(environment, 34)}\`, where the image has its packages, so the program does not start. Install them elsewhere.`,
          { related: [context.placeOf(view.path, span)] },
        );
      }
    }
  },
});
