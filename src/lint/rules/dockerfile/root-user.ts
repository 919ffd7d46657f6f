import { lineEndOf } from "../../../docker/line-map";
import type { ImageReference } from "../../../docker/dockerfile/image-reference";
import { chainOf, lastOf, type Stage } from "../../../docker/dockerfile/stages";
import type { Instruction } from "../../../docker/dockerfile/types";
import { readRunScript } from "../../../docker/shell/run-script";
import { nameOf } from "../../../model/paths";
import type { DockerfileContext } from "../../dockerfile-context";
import { defineRule } from "../../define-rule";
import { insert, lineStartOf, shorten, suggestion } from "../../query/fixing";
import { isWindows, rootImage } from "../../query/images";
import { rootOf } from "../../query/python-base";
import { runsAsRoot } from "../../query/known-images";

/** True for `root`, `0` and either with a group. */
function isRoot(user: string): boolean {
  const name = user.split(":")[0] ?? "";
  return name === "root" || /^0+$/.test(name);
}

/** A program with which a start script becomes another user, its package, or its binary for one machine. */
const STEPS_DOWN = /^(?:gosu|su-exec)(?:$|[=:~@-])/;

/** True where the image holds such a program, or is started by it. */
function mayStepDown({ text }: DockerfileContext, stage: Stage): boolean {
  // Most files hold neither word, and reading every script of theirs takes time.
  if (!/gosu|su-exec/.test(text)) return false;
  return chainOf(stage).some(({ instructions }) =>
    instructions.some(each => {
      const words =
        each.kind === "RUN"
          ? readRunScript(each).commands.flatMap(command => command.words.map(({ text }) => text))
          : each.kind === "ENV" || each.kind === "ARG"
            ? each.pairs.flatMap(({ value }) => value?.value.split(/\s+/) ?? [])
            : each.words.map(({ value }) => value);
      return words.some(word => STEPS_DOWN.test(nameOf(word)));
    }),
  );
}

/** Images that run as another user by themselves. */
function isUnprivileged(image: ImageReference | null): boolean {
  if (image === null) return false;
  const name = `${image.registry ?? ""}/${image.repository}`;
  return (
    (image.tag ?? "").includes("nonroot") ||
    name.includes("unprivileged") ||
    name.includes("nonroot") ||
    name.startsWith("cgr.dev/") ||
    name.includes("devcontainers/")
  );
}

/** The lines that make and select a user. */
function userLines(image: ImageReference | null, end: string): string {
  const name = image === null ? "" : `${image.repository}:${image.tag ?? ""}`;
  if (image === null || image.repository === "scratch" || name.includes("distroless")) return `USER 10001${end}`;
  const add = name.includes("alpine") ? "adduser -D -H -u 10001 app" : "useradd --uid 10001 --no-create-home app";
  return `RUN ${add}${end}USER 10001${end}`;
}

export const rule = defineRule({
  target: "dockerfile",
  id: "root-user",
  code: "DD1071",
  severity: "warning",
  mirrors: ["DL3002", "DS-0002", "CKV_DOCKER_3", "CKV_DOCKER_8"],
  what: "The final stage runs as root: no USER is set, or the last one is root. Images that become another user by themselves are left alone.",
  why: "Who breaks into the program is root in the container, and one kernel flaw away from the host.",
  todo: "Create a user and switch to it before CMD.",
  bad: 'FROM python:3.13-slim\nCOPY app.py /srv/\n«CMD» ["python", "/srv/app.py"]\n',
  good:
    "FROM python:3.13-slim\nCOPY app.py /srv/\nRUN useradd --uid 10001 --no-create-home app\nUSER 10001\n" +
    'CMD ["python", "/srv/app.py"]\n',
  check: context => {
    const stage = context.graph.stages.at(-1);
    if (stage === undefined) return;
    const user = lastOf(stage, "USER");
    if (user === null) reportUnset(context, stage);
    else if (isRoot(user.words[0]?.value ?? "")) reportRoot(context, stage, user);
  },
});

function reportRoot(context: DockerfileContext, stage: Stage, user: Instruction): void {
  const name = shorten(user.words[0]?.value ?? "", 20);
  const steps = mayStepDown(context, stage);
  context.report(
    context.stageOf(user) === stage ? user.bodySpan : (stage.from?.image?.span ?? user.bodySpan),
    `The last \`USER\` is \`${name}\`, so the server runs as root${steps ? ", unless the start script steps down" : ""}. Switch to another user before CMD.`,
    { ...(steps ? { severity: "info" as const } : {}), mirrors: ["DL3002", "DS-0002", "CKV_DOCKER_8"] },
  );
}

function reportUnset(context: DockerfileContext, stage: Stage): void {
  const image = rootOf(context, stage)?.reference ?? rootImage(stage);
  if (stage.from === null || isUnprivileged(image) || isWindows(context, image)) return;
  const isRootByDefault = image === null ? true : runsAsRoot(image);
  if (isRootByDefault === false) return;
  const doubt = mayStepDown(context, stage)
    ? ", unless the start script steps down"
    : isRootByDefault === true
      ? ""
      : ", unless the base image chooses another";
  const isStart = ({ kind }: Instruction): boolean => kind === "CMD" || kind === "ENTRYPOINT";
  const start = stage.instructions.findLast(isStart);
  // A step behind it, such as an install, would run as that user.
  const lastRun = stage.byKind.get("RUN")?.at(-1)?.index ?? -1;
  const place = stage.instructions.find(each => isStart(each) && each.index > lastRun);
  const edit = place && insert(lineStartOf(context, place), userLines(image, lineEndOf(context.text)));
  context.report(
    start?.keywordSpan ?? stage.from.image?.span ?? stage.from.keywordSpan,
    `No \`USER\` is set, so the server runs as root${doubt}. Create a user and switch to it before CMD.`,
    {
      ...(doubt === "" ? {} : { severity: "info" as const }),
      mirrors: ["DS-0002", "CKV_DOCKER_3"],
      fixes: edit ? [suggestion("Add User app (uid 10001)", edit)] : [],
    },
  );
}
