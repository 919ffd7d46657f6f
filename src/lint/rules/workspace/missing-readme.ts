import { cleanPath } from "../../../docker/dockerignore";
import { mountsOf } from "../../../docker/dockerfile/mounts";
import { chainOf } from "../../../docker/dockerfile/stages";
import type { Stage } from "../../../docker/dockerfile/stages";
import { defineRule } from "../../define-rule";
import { buildsOf } from "../../query/builds";
import type { Build } from "../../query/builds";
import { shorten } from "../../query/fixing";
import { imagePath, workdirOf } from "../../query/image-files";
import { projectInstalls } from "../../query/installs";
import type { ProjectInstall } from "../../query/installs";
import { systemOf, wholeText } from "../../query/known-runs";
import { hasPoetry2 } from "../../query/poetry";
import { pythonOf, rootOf } from "../../query/python-base";
import type { WorkspaceContext } from "../../workspace-context";

/** Build backends that stop where the file behind `readme` is missing; setuptools only warns. */
const STRICT =
  /build-backend\s*=\s*["'](?:hatchling\.build|poetry\.core\.masonry\.api|flit_core\.buildapi|uv_build|pdm\.backend)["']/;

/** The manifest that an install builds, and its readme's name; null where the install needs none. */
function readmeOf(
  context: WorkspaceContext,
  build: Build,
): { readonly manifest: string; readonly readme: string } | null {
  const manifest = build.folder === null || build.folder === "" ? "pyproject.toml" : `${build.folder}/pyproject.toml`;
  const text = context.read(manifest);
  if (build.folder === null || text === null || !STRICT.test(text)) return null;
  if (/^\s*package-mode\s*=\s*false|^\s*package\s*=\s*false/m.test(text)) return null;
  const readme = /^readme\s*=\s*(?:["']([\w./-]+)["']|\{[^}\n]*file\s*=\s*["']([\w./-]+)["'])/m.exec(text);
  const name = readme?.[1] ?? readme?.[2];
  return name === undefined ? null : { manifest, readme: name };
}

/** True for an install that builds the project itself; `poetry install` reads the readme since Poetry 2. */
function isOwnInstall({ view }: Build, install: ProjectInstall, stage: Stage): boolean {
  if (!install.needsSource) return false;
  if (install.installer === "poetry") return hasPoetry2(view, stage);
  return install.installer !== "pip" || install.command.arguments.some(word => /^(?:\.|\.\[.*\])$/.test(word.text));
}

export const rule = defineRule({
  target: "workspace",
  id: "missing-readme",
  code: "DD3035",
  severity: "error",
  mirrors: [],
  what: "An install of the project itself where the file behind `readme` of pyproject.toml has not been copied, or `.dockerignore` keeps it out.",
  why: "Hatchling, Flit, PDM and uv's backend read it to build the project, as Poetry does, and stop without it; `poetry install` of Poetry 1 only warns.",
  todo: "Copy the file beside pyproject.toml, or install the dependencies alone.",
  bad: {
    Dockerfile:
      "FROM python:3.13-slim\nWORKDIR /app\nCOPY pyproject.toml ./\nCOPY shop ./shop\nRUN «pip» install --no-cache-dir .\n",
    "pyproject.toml":
      '[build-system]\nbuild-backend = "hatchling.build"\n[project]\nname = "shop"\nreadme = "README.md"\n',
    "shop/__init__.py": "",
    "README.md": "",
  },
  good: {
    Dockerfile:
      "FROM python:3.13-slim\nWORKDIR /app\nCOPY pyproject.toml README.md ./\nCOPY shop ./shop\nRUN pip install --no-cache-dir .\n",
    "pyproject.toml":
      '[build-system]\nbuild-backend = "hatchling.build"\n[project]\nname = "shop"\nreadme = "README.md"\n',
    "shop/__init__.py": "",
    "README.md": "",
  },
  check: context => {
    for (const build of buildsOf(context)) {
      const found = readmeOf(context, build);
      if (found === null) continue;
      for (const install of projectInstalls(build.view)) {
        const { stage, instruction, commands } = install.run;
        if (
          stage === null ||
          !isOwnInstall(build, install, stage) ||
          mountsOf(instruction).some(mount => mount.type === "bind")
        )
          continue;
        const root = rootOf(build.view, stage);
        if (root === null || (systemOf(build.view, stage) === null && pythonOf(root.reference) === null)) continue;
        const workdir = workdirOf(build.view, stage, instruction.index);
        const index = commands.indexOf(install.command);
        if (workdir === null || commands.slice(0, index).some(each => each.name === "cd" || each.name === "touch"))
          continue;
        const at = (name: string): ReturnType<typeof imagePath> =>
          imagePath(context, build, stage, cleanPath(`${workdir}/${name}`), instruction.index);
        // The project lies here, and the file that it names does not.
        const project = at("pyproject.toml");
        if (project.kind !== "found" || project.path !== found.manifest || at(found.readme).kind !== "absent") continue;
        if (
          chainOf(stage).some(each =>
            each.instructions.some(
              other => other.kind === "RUN" && wholeText(build.view, other).includes(found.readme),
            ),
          )
        )
          continue;
        const word = install.command.words[0];
        context.report(
          build.view.path,
          word?.span ?? install.command.span,
          `The project's build reads \`${shorten(found.readme, 30)}\`, which no step has brought into this stage, so the install stops. Copy it too.`,
          { related: [context.placeOf(found.manifest, { start: 0, end: 0 })] },
        );
      }
    }
  },
});
