import { cleanPath } from "../../../docker/dockerignore";
import type { Stage } from "../../../docker/dockerfile/stages";
import { nameOf } from "../../../model/paths";
import type { Span } from "../../../model/place";
import { defineRule } from "../../define-rule";
import type { DockerfileView } from "../../dockerfile-context";
import { buildsOf } from "../../query/builds";
import { shorten } from "../../query/fixing";
import { imagePath, workdirOf } from "../../query/image-files";
import { projectInstalls } from "../../query/installs";
import { systemOf } from "../../query/known-runs";
import { isAlpine, isSlim, rootOf } from "../../query/python-base";
import { runsOf, systemPackages } from "../../query/run-facts";
import type { WorkspaceContext } from "../../workspace-context";

export const rule = defineRule({
  target: "workspace",
  id: "missing-git",
  code: "DD3036",
  severity: "error",
  mirrors: [],
  what: "A list of requirements names a repository (`git+https://…`), and the image that installs it has no git.",
  why: "pip stops with `Cannot find command 'git'`: the slim and Alpine images lack it.",
  todo: "Install git in that stage, or name an archive: `https://…/archive/v1.tar.gz`.",
  bad: {
    Dockerfile:
      "FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt ./\nRUN pip install --no-cache-dir -r «requirements.txt»\n",
    "requirements.txt": "flask\ngit+https://github.com/acme/shop@v1#egg=shop\n",
  },
  good: {
    Dockerfile:
      "FROM python:3.13-slim\nWORKDIR /app\nRUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*\nCOPY requirements.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\n",
    "requirements.txt": "flask\ngit+https://github.com/acme/shop@v1#egg=shop\n",
  },
  check: context => {
    const mayNameRepository = readerOfLists(context);
    for (const build of buildsOf(context)) {
      const { view } = build;
      for (const { run, manifest, command } of projectInstalls(view)) {
        const { stage, instruction } = run;
        if (stage === null || manifest?.value == null || systemOf(view, stage) === null) continue;
        const root = rootOf(view, stage);
        if (root === null || !(isSlim(root.reference) || isAlpine(root.reference))) continue;
        if (!mayNameRepository(nameOf(manifest.value))) continue;
        const workdir = workdirOf(view, stage, instruction.index);
        if (workdir === null || run.commands.some(each => each.name === "cd")) continue;
        const path = cleanPath(manifest.value.startsWith("/") ? manifest.value : `${workdir}/${manifest.value}`);
        const found = imagePath(context, build, stage, path, instruction.index);
        const named = found.kind === "found" ? repositoryLine(context.read(found.path) ?? "") : null;
        if (found.kind !== "found" || named === null || mayHaveGit(view, stage)) continue;
        context.report(
          view.path,
          manifest.span,
          `\`${shorten(manifest.text, 30)}\` names a repository, and this image has no git, so \`${shorten(command.name ?? "pip", 10)}\` stops. Install \`git\` first.`,
          { related: [context.placeOf(found.path, named)] },
        );
      }
    }
  },
});

/** Whether a list of that name may name a repository: asked of the name alone, before the list is looked for in the image. */
function readerOfLists({ paths, read }: WorkspaceContext): (name: string) => boolean {
  const answers = new Map<string, boolean>();
  return name => {
    const known = answers.get(name);
    if (known !== undefined) return known;
    const lists = [...paths].filter(path => nameOf(path) === name);
    const answer = lists.some(path => read(path)?.includes("git+") === true);
    answers.set(name, answer);
    return answer;
  };
}

/** The first line of a list that names a repository. */
function repositoryLine(text: string): Span | null {
  const found = /^[^#\n]*\bgit\+(?:https?|ssh|git|file):.*$/m.exec(text);
  return found && { start: found.index, end: found.index + found[0].length };
}

function mayHaveGit(view: DockerfileView, stage: Stage): boolean {
  const packages = systemPackages(view, stage);
  return (
    !packages.isCertain ||
    packages.names.has("git") ||
    runsOf(view, stage).some(({ instruction }) => /\bgit\b/.test(instruction.body.text))
  );
}
