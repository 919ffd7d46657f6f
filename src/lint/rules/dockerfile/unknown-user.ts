import type { Stage } from "../../../docker/dockerfile/stages";
import type { DockerfileContext, DockerfileView } from "../../dockerfile-context";
import type { Instruction } from "../../../docker/dockerfile/types";
import type { Span } from "../../../model/place";
import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";
import { isSaid, systemOf, userName, userText, wholeText } from "../../query/known-runs";
import { stepOf, systemPackages } from "../../query/run-facts";
import { runsUnseen } from "../../query/seen-programs";
import { instructionsOf } from "../../query/stages";

/** Users of the official images of Debian, Ubuntu and Alpine. */
const SYSTEM_USERS: ReadonlySet<string> = new Set(
  (
    "root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats nobody _apt ubuntu adm " +
    "shutdown halt operator cron ftp sshd ntp guest at squid svn xfs cyrus vpopmail smmsp postmaster messagebus"
  ).split(" "),
);

/** Packages that make no user; of any other, above all of a server, that is not known. */
const WITHOUT_USER =
  /^(?:lib[^/]*|.*-(?:dev|libs|client|headers|common-dev)|python3?[\d.]*(?:-[\w.-]+)?|py3-.*|(?:apt-utils|bash|build-base|build-essential|bzip2|ca-certificates|cmake|coreutils|curl|ffmpeg|file|findutils|g\+\+|gcc|gettext|gfortran|git|gnupg2?|gosu|graphviz|iputils-ping|jq|less|locales|make|musl|nano|netcat[\w-]*|ninja-build|openssl|patch|pkg-config|pkgconf|procps|rsync|shadow|su-exec|sudo|tar|tini|tree|tzdata|unzip|vim|wget|xz-utils|zip))$/;

/** True where a package that is installed may make a user: `mariadb-server` makes `mysql`, `slapd` makes `openldap`. */
function mayComeWithPackage(context: DockerfileContext, stage: Stage): boolean {
  const { names, isCertain } = systemPackages(context, stage);
  return !isCertain || [...names].some(name => !WITHOUT_USER.test(name) || /server|daemon/.test(name));
}

/** True where a step before says the name; the nearest, which mostly makes the user, is read first. */
function isNamedBefore(context: DockerfileContext, stage: Stage, name: string, index: number): boolean {
  for (let current: Stage | null = stage; current !== null; current = current.base) {
    const runs = current.byKind.get("RUN") ?? [];
    if (runs.findLast(each => each.index < index && wholeText(context, each).includes(name)) !== undefined) return true;
  }
  return false;
}

/** True where a step may make users of any name: what it brings or runs is not seen. */
function isHiding(each: Instruction, text: string, view: DockerfileView): boolean {
  if (each.kind === "COPY" || each.kind === "ADD")
    return (
      each.body.text.includes("/etc") ||
      /\.(?:tar|tgz|t?xz|gz)\b/.test(each.body.text) ||
      each.words.at(-1)?.value === "/"
    );
  if (each.kind !== "RUN") return each.kind === "UNKNOWN";
  const step = stepOf(view, each);
  return step === undefined || runsUnseen(step) || /\.sh\b|\b(?:user|group)add\b.*\$|\badduser\b.*\$|passwd/.test(text);
}

/** True where nothing is told of the stage any more, or of one that it builds on. */
function isStopped(stopped: Set<Stage>, stage: Stage): boolean {
  for (let current: Stage | null = stage; current !== null; current = current.base) {
    if (!stopped.has(current)) continue;
    stopped.add(stage);
    return true;
  }
  return false;
}

/** True where a step before the instruction, or one of the stages that this one builds on, may make users of any name. */
function isHiddenBefore(context: DockerfileContext, stage: Stage, index: number): boolean {
  return (
    stage.instructions.some(each => each.index < index && isHiding(each, wholeText(context, each), context)) ||
    (stage.base !== null && isSaid(context, stage.base, isHiding))
  );
}

function check(
  context: DockerfileContext,
  stopped: Set<Stage>,
  instruction: Instruction,
  text: string,
  span: Span,
): void {
  const stage = context.stageOf(instruction);
  const name = userName(text);
  if (
    name === null ||
    stage === null ||
    isStopped(stopped, stage) ||
    instruction.onbuild ||
    /^\d+$/.test(name) ||
    SYSTEM_USERS.has(name)
  )
    return;
  if (systemOf(context, stage) === null) return;
  if (isNamedBefore(context, stage, name, instruction.index)) return;
  if (isHiddenBefore(context, stage, instruction.index) || mayComeWithPackage(context, stage)) {
    // Nor is anything known of the names further down.
    stopped.add(stage);
    return;
  }
  const isLater = stage.instructions.some(
    each => each.kind === "RUN" && each.index > instruction.index && wholeText(context, each).includes(name),
  );
  stopped.add(stage);
  const effect = instruction.kind === "USER" ? "so the next step or the container stops" : "so the build stops";
  context.report(
    span,
    isLater
      ? `\`${shorten(name, 30)}\` is made only further down, ${effect}. Move that RUN before this.`
      : `The image has no user \`${shorten(name, 30)}\`, and no step makes one, ${effect}. Add \`RUN useradd\` before it.`,
  );
}

export const rule = defineRule({
  target: "dockerfile",
  id: "unknown-user",
  code: "DD1172",
  severity: "error",
  mirrors: [],
  what: "USER, or `--chown` of COPY and ADD, names a user that neither the base image nor an earlier step has made.",
  why: "The build or the container stops with `unable to find user`.",
  todo: "Make the user first, correct its name, or write a number.",
  bad: "FROM python:3.13-slim\nCOPY --chown=«app:app» . /srv\nRUN useradd app\nUSER app\n",
  good: "FROM python:3.13-slim\nRUN useradd app\nCOPY --chown=app:app . /srv\nUSER app\n",
  check: context => {
    // Stages in which one was told, so that what is further down is not reached, or in which nothing is known.
    const stopped = new Set<Stage>();
    for (const instruction of instructionsOf(context, "USER")) {
      check(context, stopped, instruction, userText(instruction), instruction.bodySpan);
    }
    for (const instruction of instructionsOf(context, "COPY", "ADD")) {
      const flag = instruction.flags.find(each => each.name === "chown");
      if (flag?.value != null && flag.valueSpan !== null)
        check(context, stopped, instruction, flag.value, flag.valueSpan);
    }
  },
});
