import { lineEndOf } from "../../../docker/line-map";
import { chainOf } from "../../../docker/dockerfile/stages";
import type { Stage } from "../../../docker/dockerfile/stages";
import type { Instruction } from "../../../docker/dockerfile/types";
import type { ShellCommand } from "../../../docker/shell/types";
import { cleanPath } from "../../../docker/dockerignore";
import type { Span } from "../../../model/place";
import { nameOf } from "../../../model/paths";
import type { DockerfileView } from "../../dockerfile-context";
import { defineRule } from "../../define-rule";
import { buildsOf } from "../../query/builds";
import { operands } from "../../query/commands";
import type { ReportedEdit, ReportedFix } from "../../rule";
import { lineStartOf, replace, shorten, suggestion } from "../../query/fixing";
import { environmentOf, workdirOf } from "../../query/image-files";
import { runsOf } from "../../query/run-facts";
import { startsOf } from "../../query/starts";

/** What puts packages into a virtual environment. */
interface Origin {
  readonly span: Span;
  /** The step that makes it at a place of its own choice, which uv takes from a variable; null where another stage made it. */
  readonly maker: { readonly step: Instruction; readonly isUv: boolean } | null;
}

type Variables = ReadonlyMap<string, string | null>;

/** An environment that a command makes: its path, and whether the command takes another from a variable, from its words, or not at all. */
interface Made {
  readonly path: string;
  readonly by: "uv" | "words" | "other";
}

/** True where Poetry is told to make its environment inside the project. */
function isInProject(variables: Variables): boolean {
  return (
    /^(?:1|true)$/i.test(variables.get("POETRY_VIRTUALENVS_IN_PROJECT") ?? "") &&
    !/^(?:0|false)$/i.test(variables.get("POETRY_VIRTUALENVS_CREATE") ?? "")
  );
}

/** The `.venv` that a project manager fills in its folder. */
function filledByManager(command: ShellCommand, variables: Variables): Made | null {
  const { name } = command;
  const verb = operands(command)[0]?.text;
  if (name === "uv")
    return verb === "sync" && !variables.has("UV_PROJECT_ENVIRONMENT") ? { path: ".venv", by: "uv" } : null;
  if (verb !== "install" && verb !== "sync") return null;
  return name === "pdm" || (name === "poetry" && isInProject(variables)) ? { path: ".venv", by: "other" } : null;
}

/** The environment that `python -m venv` or `virtualenv` makes. */
function madeByName({ name, arguments: words }: ShellCommand): Made | null {
  const flag = words.findIndex(word => word.text === "-m");
  const isVenv = flag !== -1 && words[flag + 1]?.text === "venv";
  const target = isVenv || name === "virtualenv" ? words.at(-1)?.value : null;
  if (target == null || target === "venv" || target.startsWith("-")) return null;
  return { path: target, by: target.startsWith("/") ? "words" : "other" };
}

function originOf(command: ShellCommand, step: Instruction, { by }: Made): Origin {
  return { span: command.span, maker: by === "other" ? null : { step, isUv: by === "uv" } };
}

/** The virtual environments that a stage fills. */
function environmentsOf(view: DockerfileView, stage: Stage): ReadonlyMap<string, Origin> {
  const found = new Map<string, Origin>();
  const variables = environmentOf(view, stage);
  const add = (folder: string | null, path: string, origin: Origin): void => {
    if (folder === null || path.includes("$")) return;
    found.set(path.startsWith("/") ? cleanPath(path) : cleanPath(`${folder}/${path}`), origin);
  };
  for (const run of runsOf(view, stage)) {
    const folder = run.stage === null ? null : workdirOf(view, run.stage, run.instruction.index);
    // What a step changes its folder to is not followed.
    if (run.commands.some(command => command.name === "cd")) continue;
    for (const command of run.commands) {
      for (const made of [filledByManager(command, variables), madeByName(command)])
        if (made !== null) add(folder, made.path, originOf(command, run.instruction, made));
    }
  }
  for (const copy of chainOf(stage).flatMap(part => part.instructions)) {
    if (copy.kind !== "COPY" || !copy.flags.some(each => each.name === "from")) continue;
    const target = copy.destination?.value.replace(/\/+$/, "") ?? "";
    if (/\/\.?venv$/.test(target)) add(workdirOf(view, stage, copy.index), target, { span: copy.span, maker: null });
  }
  return found;
}

const NEW_HOME = "/opt/venv";

/**
 * Moves the environment out of the mounted folder: every mention of it in the Dockerfile, and uv by its variable. Null where it is also
 * named in another way or in another file.
 */
function moveAway(
  view: DockerfileView,
  environment: string,
  origin: Origin,
  others: readonly string[],
): ReportedFix | null {
  const { text } = view;
  const { maker } = origin;
  if (maker === null || text.includes(NEW_HOME) || others.some(each => each.includes(environment))) return null;
  const edits: ReportedEdit[] = [];
  const edit = (span: Span, written: string): void => {
    edits.push({ path: view.path, ...replace(span, written) });
  };
  const name = nameOf(environment);
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + name.length)) {
    const start = at + name.length - environment.length;
    // A longer or a relative name of it would be left behind.
    if (!text.startsWith(environment, start) || /[\w.$}-]/.test(text[start - 1] ?? "")) return null;
    if (/[\w.-]/.test(text[at + name.length] ?? "")) return null;
    edit({ start, end: at + name.length }, NEW_HOME);
  }
  if (maker.isUv) {
    const start = lineStartOf(view, maker.step);
    edit({ start, end: start }, `ENV UV_PROJECT_ENVIRONMENT=${NEW_HOME}${lineEndOf(view.text)}`);
  }
  return suggestion(`Install into ${NEW_HOME} instead`, ...edits);
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
      const own = starts.filter(each => each.service === service);
      if (own.some(each => /^(?:uv|pdm|poetry|hatch)$|\.sh$/.test(each.words[0]?.text ?? ""))) continue;
      const mounts = service.parts.flatMap(part =>
        part.service.volumes.map(mount => ({ part, mount, target: cleanPath(mount.target ?? "/") })),
      );
      for (const [environment, origin] of environmentsOf(view, stage)) {
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
        const texts = service.project.files.map(file => file.document.text);
        const moved = moveAway(view, environment, origin, texts);
        context.report(
          inner.part.file.path,
          inner.mount.targetSpan,
          `This mount hides \`${shorten(environment, 34)}\`, where the image has its packages, so the program does not start. Install them elsewhere.`,
          {
            related: [context.placeOf(view.path, origin.span)],
            fixes: moved === null ? [] : [moved],
          },
        );
      }
    }
  },
});
