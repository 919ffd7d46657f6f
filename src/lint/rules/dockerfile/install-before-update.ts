import { debianOf } from "../../../recon/knowledge/debian-images";
import { ARCHIVED_RELEASES } from "../../../recon/knowledge/debian-releases";
import { mountsOf } from "../../../docker/dockerfile/mounts";
import type { Stage } from "../../../docker/dockerfile/stages";
import type { ShellCommand } from "../../../docker/shell/types";
import type { DockerfileContext, RunStep } from "../../dockerfile-context";
import { defineRule } from "../../define-rule";
import { insert, suggestion } from "../../query/fixing";
import { isCertain, systemOf } from "../../query/known-runs";
import { APT, installations } from "../../query/packages";
import { rootOf } from "../../query/python-base";
import { ownRuns } from "../../query/run-facts";
import { isUnseen } from "../../query/seen-programs";

/** What a command does to the lists of packages: brings them, removes them, may do either, or nothing. */
function effectOf(command: ShellCommand): "brings" | "removes" | "hides" | null {
  const { name } = command;
  if (name === "add-apt-repository" || name === "apt-add-repository") return "brings";
  if (isUnseen(command)) return "hides";
  if (/^(?:apt|apt-get|aptitude)$/.test(name ?? "") && updates(command)) return "brings";
  if (name === "rm" && command.arguments.some(word => LISTS.test(word.text))) return "removes";
  return null;
}

/** True for `apt-get update`, and for `apt-get install --update`, which fetches the lists itself. */
function updates(command: ShellCommand): boolean {
  // Behind a letter that takes a value, the rest of the word is that value (`-oDpkg::Use-Pty=0`).
  return command.arguments.some(({ text }) => /^(?:update|--update|-[^-octaP]*U.*)$/.test(text));
}

/** The folder of the lists, all in it, and what is above: a lock alone, or one list, leaves the others. */
const LISTS = /^\/var(?:\/lib(?:\/apt(?:\/lists)?)?)?\/?\**$/;

/** What is known of the lists at the end of a stage; hidden also behind an install that fails. */
type Lists = "there" | "missing" | "hidden";

interface Missing {
  readonly run: RunStep;
  readonly command: ShellCommand;
}

/** Goes through a stage's own steps: what is known at its end, and the first install for which no list is there. */
function through(
  context: DockerfileContext,
  stage: Stage,
  before: Lists,
): { readonly lists: Lists; readonly found: Missing | null } {
  const hidden = { lists: "hidden", found: null } as const;
  let lists = before;
  if (lists === "hidden") return hidden;
  for (const run of ownRuns(context, stage)) {
    if (mountsOf(run.instruction).some(mount => (mount.target ?? "").includes("/var/lib/apt"))) return hidden;
    if (run.commands.length === 0) return hidden;
    const installs = new Set(installations(run, APT).map(each => each.command));
    for (const command of run.commands) {
      if (installs.has(command) && lists === "missing" && !updates(command))
        return { lists: "hidden", found: isSurelyMissing(context, run, command) ? { run, command } : null };
      const effect = effectOf(command);
      if (effect === "hides") return hidden;
      if (effect !== null) lists = effect === "brings" ? "there" : "missing";
    }
  }
  return { lists, found: null };
}

/** True where the install is surely run, and of packages that only a list can name. */
function isSurelyMissing(context: DockerfileContext, run: RunStep, command: ShellCommand): boolean {
  const packages = command.arguments.filter(word => !word.text.startsWith("-") && word.text !== "install");
  const isLocal = packages.length === 0 || packages.some(word => word.value === null || /[/*]|\.deb$/.test(word.text));
  return !isLocal && isCertain(context, run, command);
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
    const ends = new Map<Stage, Lists>();
    for (const stage of context.graph.stages) {
      if (stage.from === null || systemOf(context, stage) !== "Debian") continue;
      const before = stage.base === null ? "missing" : (ends.get(stage.base) ?? "hidden");
      const { lists, found } = through(context, stage, before);
      ends.set(stage, lists);
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
