import type { ShellCommand } from "../../../docker/shell/types";
import type { Stage } from "../../../docker/dockerfile/stages";
import { defineRule } from "../../define-rule";
import { isCertain, instructionsBefore, systemOf, wholeText } from "../../query/known-runs";
import type { System } from "../../query/known-runs";
import { nameSpan } from "../../query/commands";

/** What an image of the system lacks, with what to write instead. */
const LACKING: Readonly<Record<System, ReadonlyMap<string, string>>> = {
  Debian: new Map([
    ["apk", "`apt-get`"],
    ["yum", "`apt-get`"],
    ["dnf", "`apt-get`"],
    ["microdnf", "`apt-get`"],
    ["pacman", "`apt-get`"],
    ["zypper", "`apt-get`"],
  ]),
  Alpine: new Map([
    ["apt", "`apk`"],
    ["apt-get", "`apk`"],
    ["yum", "`apk`"],
    ["dnf", "`apk`"],
    ["useradd", "`adduser -D`, or install `shadow`"],
    ["usermod", "`adduser -D`, or install `shadow`"],
    ["groupadd", "`addgroup`, or install `shadow`"],
    ["groupmod", "`addgroup`, or install `shadow`"],
  ]),
};

/** `adduser -D` and `addgroup -S` are BusyBox's; Debian's scripts of those names stop at such an option. */
function isBusyboxForm({ name, arguments: words }: ShellCommand): boolean {
  return (name === "adduser" || name === "addgroup") && words.some(word => /^-[a-zA-Z]*[DS][a-zA-Z]*$/.test(word.text));
}

export const rule = defineRule({
  target: "dockerfile",
  id: "command-of-another-system",
  code: "DD1174",
  severity: "error",
  mirrors: [],
  what: "RUN calls a command of Alpine in an image of Debian, or one of Debian in an image of Alpine.",
  why: "The program, or its option, does not exist there, so the build stops.",
  todo: "Write the command of the system that the base image is built on.",
  bad: "FROM python:3.13-slim\nRUN «apk» add --no-cache libpq\n",
  good: "FROM python:3.13-alpine\nRUN apk add --no-cache libpq\n",
  check: context => {
    // The build stops at the first one of a stage.
    const stopped = new Set<Stage>();
    for (const run of context.runs) {
      const { stage, instruction } = run;
      const system = stage === null || stopped.has(stage) ? null : systemOf(context, stage);
      if (stage === null || system === null) continue;
      const lacking = LACKING[system];
      for (const command of run.commands) {
        const { name } = command;
        const instead = lacking.get(name ?? "") ?? null;
        const isForm = system === "Debian" && isBusyboxForm(command);
        if (name === null || (instead === null && !isForm) || !isCertain(context, run, command)) continue;
        // A package may bring it.
        const brings =
          instead !== null && /`shadow`/.test(instead)
            ? /\bshadow\b/
            : new RegExp(`\\b(?:add|install)\\b.*\\b${name}\\b`);
        if (
          instead !== null &&
          [...instructionsBefore(stage, instruction.index), instruction].some(
            each => brings.test(wholeText(context, each)) || (each.kind === "COPY" && each.body.text.includes(name)),
          )
        )
          continue;
        context.report(
          nameSpan(command),
          instead === null
            ? `Debian's \`${name}\` knows no such option, so the build stops. Write \`${name === "adduser" ? "useradd --create-home" : "groupadd --system"}\`.`
            : `The base image is ${system}, which has no \`${name}\`, so the build stops. Write ${instead}.`,
        );
        stopped.add(stage);
        break;
      }
    }
  },
});
