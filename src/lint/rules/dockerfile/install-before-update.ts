import { debianOf } from "../../../recon/knowledge/debian-images";
import { ARCHIVED_RELEASES } from "../../../recon/knowledge/debian-releases";
import { mountsOf } from "../../../docker/dockerfile/mounts";
import { chainOf } from "../../../docker/dockerfile/stages";
import type { Stage } from "../../../docker/dockerfile/stages";
import type { ShellCommand } from "../../../docker/shell/types";
import { isShell } from "../../../docker/shell/unwrap";
import type { DockerfileContext, RunStep } from "../../dockerfile-context";
import { defineRule } from "../../define-rule";
import { insert, suggestion } from "../../query/fixing";
import { isCertain, systemOf, wholeText } from "../../query/known-runs";
import { APT, installations } from "../../query/packages";
import { rootOf } from "../../query/python-base";

/** What a command does to the lists of packages: brings them, removes them, may do either, or nothing. */
function effectOf(command: ShellCommand): "brings" | "removes" | "hides" | null {
  const { name } = command;
  if (
    name === null ||
    isShell(name) ||
    /\.(?:sh|py)$|^(?:make|python[\d.]*|bash|eval|playwright|npx|mlocate)$/.test(name)
  )
    return "hides";
  if (name === "add-apt-repository" || name === "apt-add-repository") return "brings";
  if (/^(?:apt|apt-get|aptitude)$/.test(name) && command.arguments.some(word => word.text === "update"))
    return "brings";
  if (name === "rm" && command.arguments.some(word => word.text.includes("/var/lib/apt"))) return "removes";
  return null;
}

/** The first install in a stage for which no list of packages is there. */
function firstWithoutLists(
  context: DockerfileContext,
  stage: Stage,
): { readonly run: RunStep; readonly command: ShellCommand } | null {
  const chain = new Set(chainOf(stage).map(each => each.index));
  let isThere = false;
  for (const run of context.runs) {
    if (run.stage === null || !chain.has(run.stage.index)) continue;
    if (mountsOf(run.instruction).some(mount => (mount.target ?? "").includes("/var/lib/apt"))) return null;
    const installs = new Set(installations(run, APT).map(each => each.command));
    for (const command of run.commands) {
      if (installs.has(command) && !isThere) {
        const packages = command.arguments.filter(word => !word.text.startsWith("-") && word.text !== "install");
        const isLocal =
          packages.length === 0 || packages.some(word => word.value === null || /[/*]|\.deb$/.test(word.text));
        return isLocal || run.stage !== stage || !isCertain(context, run, command) ? null : { run, command };
      }
      const effect = effectOf(command);
      if (effect === "hides") return null;
      if (effect !== null) isThere = effect === "brings";
    }
    if (/\bapt(?:-get)?\s+(?:-\S+\s+)*update\b/.test(wholeText(context, run.instruction)) && run.commands.length === 0)
      return null;
  }
  return null;
}

export const rule = defineRule({
  target: "dockerfile",
  id: "install-before-update",
  code: "DD1181",
  severity: "error",
  mirrors: [],
  what: "`apt-get install` where no step has fetched the lists of packages, or one before has removed them.",
  why: "The official images hold no lists, so apt stops with `Unable to locate package`.",
  todo: "Write `apt-get update && apt-get install` in one RUN.",
  bad: "FROM python:3.13-slim\nRUN «apt-get» install -y --no-install-recommends libpq5\n",
  good: "FROM python:3.13-slim\nRUN apt-get update && apt-get install -y --no-install-recommends libpq5\n",
  check: context => {
    for (const stage of context.graph.stages) {
      if (stage.from === null || systemOf(context, stage) !== "Debian") continue;
      const found = firstWithoutLists(context, stage);
      const word = found?.command.words[0];
      if (found === null || word === undefined) continue;
      const root = rootOf(context, stage);
      const release = root === null ? undefined : debianOf(root.reference)?.release;
      // In an archived release the update fails as well, which another rule tells.
      if (release !== undefined && ARCHIVED_RELEASES.has(release)) continue;
      const isFirst = found.command.connector === null && found.command.assignments.length === 0;
      context.report(
        word.span,
        "No list of packages is there, so apt finds none by that name and the build stops. Write `apt-get update &&` before it.",
        { fixes: isFirst ? [suggestion("Add apt-get update", insert(word.span.start, "apt-get update && "))] : [] },
      );
    }
  },
});
