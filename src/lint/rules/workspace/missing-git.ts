import { cleanPath } from "../../../docker/dockerignore";
import { nameOf } from "../../../model/paths";
import { defineRule } from "../../define-rule";
import { buildsOf } from "../../query/builds";
import { shorten } from "../../query/fixing";
import { imagePath, workdirOf } from "../../query/image-files";
import { projectInstalls } from "../../query/installs";
import { systemOf } from "../../query/known-runs";
import { isAlpine, isSlim, rootOf } from "../../query/python-base";
import { runsOf, systemPackages } from "../../query/run-facts";

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
    const answers = new Map<string, boolean>();
    /** Asked of every list by its name alone, before it is looked for in the image. */
    const mayNameRepository = (name: string): boolean => {
      const known = answers.get(name);
      if (known !== undefined) return known;
      const lists = [...context.paths].filter(path => nameOf(path) === name);
      const answer = lists.some(path => context.read(path)?.includes("git+") === true);
      answers.set(name, answer);
      return answer;
    };
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
        const text = found.kind === "found" ? context.read(found.path) : null;
        if (found.kind !== "found" || text?.includes("git+") !== true) continue;
        const line = text.split("\n").findIndex(each => /^[^#]*\bgit\+(?:https?|ssh|git|file):/.test(each));
        if (line === -1) continue;
        const packages = systemPackages(view, stage);
        if (!packages.isCertain || packages.names.has("git")) continue;
        if (runsOf(view, stage).some(each => /\bgit\b/.test(each.instruction.body.text))) continue;
        const start = text.split("\n").slice(0, line).join("\n").length + (line > 0 ? 1 : 0);
        context.report(
          view.path,
          manifest.span,
          `\`${shorten(manifest.text, 30)}\` names a repository, and this image has no git, so \`${shorten(command.name ?? "pip", 10)}\` stops. Install \`git\` first.`,
          { related: [context.placeOf(found.path, { start, end: start + (text.split("\n")[line]?.length ?? 0) })] },
        );
      }
    }
  },
});
