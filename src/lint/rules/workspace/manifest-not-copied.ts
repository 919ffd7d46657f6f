import { lineEndOf } from "../../../docker/line-map";
import { mountsOf } from "../../../docker/dockerfile/mounts";
import { cleanPath } from "../../../docker/dockerignore";
import { chainOf } from "../../../docker/dockerfile/stages";
import type { Stage } from "../../../docker/dockerfile/stages";
import type { Instruction } from "../../../docker/dockerfile/types";
import { nameOf } from "../../../model/paths";
import { defineRule } from "../../define-rule";
import { hasFlag } from "../../query/commands";
import { buildsOf, matchingPaths } from "../../query/builds";
import type { Build } from "../../query/builds";
import { lineStartOf, shorten, suggestion } from "../../query/fixing";
import { imagePath, workdirOf } from "../../query/image-files";
import { includedLists } from "../../query/included-lists";
import { projectInstalls } from "../../query/installs";
import type { ProjectInstall } from "../../query/installs";
import { isPlainBase, rootOf } from "../../query/python-base";
import { filesBelow, inContext, isFolder } from "../../query/workspace-paths";
import type { WorkspaceContext } from "../../workspace-context";
import type { DockerfileView } from "../../dockerfile-context";

/** The file without which the install stops; null where none is surely needed. */
function neededFile(install: ProjectInstall): string | null {
  if (install.manifest !== null) return install.manifest.value;
  if (install.installer === "uv" && hasFlag(install.command, "frozen", "locked")) return "uv.lock";
  if (install.installer === "pipenv" && hasFlag(install.command, "deploy", "ignore-pipfile")) return "Pipfile.lock";
  if (install.installer === "poetry" || install.installer === "pdm" || install.installer === "uv")
    return "pyproject.toml";
  return install.needsSource ? null : "Pipfile";
}

/** True where a path of the build context is the file, or a folder that holds it or is not known. */
function mayHold(context: WorkspaceContext, folder: string | null, source: string, name: string): boolean {
  const own = source.replace(/\/+$/, "").split("/").at(-1) ?? "";
  if (own === name || source.includes("$")) return true;
  // What is copied whole may hold what another step has made there.
  if (/^[./]*$/.test(source)) return true;
  const whole = folder === null ? null : inContext(folder, source);
  if (/[*?[]/.test(source)) {
    const found = whole === null ? [] : matchingPaths(context, whole);
    return found.length === 0 || found.some(path => nameOf(path) === name || isFolder(context, path));
  }
  if (whole !== null && context.paths.has(whole)) return false;
  if (whole !== null && isFolder(context, whole)) return filesBelow(context, whole).some(path => nameOf(path) === name);
  // What is not there is made by another step: a word without an ending may be a folder.
  return !/\.\w+$/.test(own);
}

/** True where a mount of the step may bring the file: from another stage, or with a folder that holds it. */
function mayMount(context: WorkspaceContext, folder: string | null, run: Instruction, name: string): boolean {
  return mountsOf(run).some(
    ({ type, from, source, target }) =>
      type === "bind" &&
      (from !== null || nameOf(target ?? "") === name || mayHold(context, folder, source ?? ".", name)),
  );
}

/** True where an instruction may bring the file, or anything. */
function mayBring(context: WorkspaceContext, folder: string | null, instruction: Instruction, name: string): boolean {
  switch (instruction.kind) {
    case "COPY":
    case "ADD": {
      if (instruction.flags.some(flag => flag.name === "from") || instruction.heredocs.length > 0) return true;
      return (
        nameOf(instruction.destination?.value ?? "") === name ||
        instruction.sources.some(word => mayHold(context, folder, word.value, name))
      );
    }
    case "RUN":
      return (
        instruction.body.text.includes(name) ||
        instruction.heredocs.length > 0 ||
        /\b(?:git|curl|wget|tar|unzip|cp|mv|pip-compile|export)\b/.test(instruction.body.text)
      );
    case "ONBUILD":
    case "UNKNOWN":
      return true;
    default:
      return false;
  }
}

/** The lists that the list which a step installs from includes: of the file that COPY has put there, whatever the workspace calls so. */
function readLists(
  context: WorkspaceContext,
  build: Build,
  { manifest, run, command }: ProjectInstall,
  needed: string,
): readonly string[] {
  const { stage, instruction } = run;
  const moves = run.commands.some(({ name, span }) => name === "cd" && span.start < command.span.start);
  const workdir = stage === null || moves ? null : workdirOf(build.view, stage, instruction.index);
  if (stage === null || manifest === null || workdir === null) return [];
  const path = cleanPath(needed.startsWith("/") ? needed : `${workdir}/${needed}`);
  const found = imagePath(context, build, stage, path, instruction.index);
  return found.kind === "found" ? includedLists(context, found.path) : [];
}

function isKnownBase(view: DockerfileView, stage: Stage): boolean {
  const root = rootOf(view, stage);
  if (root === null) return false;
  const { reference } = root;
  return (isPlainBase(reference) || reference.repository === "astral-sh/uv") && !/onbuild/.test(reference.tag ?? "");
}

export const rule = defineRule({
  target: "workspace",
  id: "manifest-not-copied",
  code: "DD3017",
  severity: "error",
  mirrors: [],
  what: "An install reads a requirements or lock file, or a list that it includes, that no step has brought into the stage.",
  why: "The build stops.",
  todo: "Copy the file before the install.",
  bad: {
    Dockerfile: "FROM python:3.13-slim\nWORKDIR /app\nRUN pip install -r «requirements.txt»\nCOPY . .\n",
    "requirements.txt": "flask\n",
  },
  good: {
    Dockerfile:
      "FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt ./\nRUN pip install -r requirements.txt\nCOPY . .\n",
    "requirements.txt": "flask\n",
  },
  check: context => {
    for (const build of buildsOf(context)) {
      const { view, folder } = build;
      // The build stops at the first one of a stage.
      const stopped = new Set<Stage>();
      for (const install of projectInstalls(view)) {
        const { stage, instruction: run } = install.run;
        const needed = neededFile(install);
        if (stage === null || needed === null || stopped.has(stage) || !isKnownBase(view, stage) || run.onbuild)
          continue;
        if (/[$*]|:\/\//.test(needed) || needed === "/dev/stdin" || needed === "-") continue;
        const mayBeThere = bringing(context, folder, stage, install);
        if (!mayBeThere(nameOf(needed))) {
          stopped.add(stage);
          reportMissing(context, build, install, needed);
          continue;
        }
        const missing = readLists(context, build, install, needed).find(path => !mayBeThere(nameOf(path)));
        if (missing === undefined) continue;
        stopped.add(stage);
        context.report(
          view.path,
          install.manifest?.span ?? install.command.span,
          `\`${shorten(needed, 40)}\` includes \`${shorten(nameOf(missing), 40)}\`, which no step has brought into this stage, so the install stops. Copy it too.`,
          { related: [context.placeOf(missing, { start: 0, end: 0 })] },
        );
      }
    }
  },
});

/** Whether a mount, an earlier step or the step of an install itself may bring or make a file of a name. */
function bringing(
  context: WorkspaceContext,
  folder: string | null,
  stage: Stage,
  { run, command }: ProjectInstall,
): (name: string) => boolean {
  const { instruction, commands } = run;
  const earlier = chainOf(stage).flatMap(each => each.instructions.filter(({ index }) => index < instruction.index));
  return name =>
    mayMount(context, folder, instruction, name) ||
    earlier.some(each => mayBring(context, folder, each, name)) ||
    commands.some(
      each =>
        (each !== command &&
          each.span.start < command.span.start &&
          each.words.some(word => word.text.includes(name))) ||
        each.redirections.some(({ target }) => target?.text.includes(name) === true),
    );
}

function reportMissing(
  context: WorkspaceContext,
  { view, folder }: Build,
  { run, command, manifest }: ProjectInstall,
  needed: string,
): void {
  const whole = folder === null ? null : inContext(folder, needed);
  const file = whole !== null && context.paths.has(whole) ? whole : null;
  const at = lineStartOf(view, run.instruction);
  context.report(
    view.path,
    (manifest ?? command.words[0] ?? command).span,
    `No step has brought \`${shorten(needed, 40)}\` into this stage, so the install stops. Copy it first.`,
    {
      related: file === null ? [] : [context.placeOf(file, { start: 0, end: 0 })],
      // A list that includes others needs them as well.
      fixes:
        file === null || manifest === null || needed.startsWith("/") || includedLists(context, file).length > 0
          ? []
          : [
              suggestion(`Copy ${needed} Before the Install`, {
                path: view.path,
                span: { start: at, end: at },
                text: `COPY ${needed} ${needed.includes("/") ? needed : "./"}${lineEndOf(view.text)}`,
              }),
            ],
    },
  );
}
