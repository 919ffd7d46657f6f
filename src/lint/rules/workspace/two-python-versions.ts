import { chainOf, findStage, type Stage } from "../../../docker/dockerfile/stages";
import { nameOf } from "../../../model/paths";
import { minorAllowed } from "../../../python/packaging/versions";
import { asString, at } from "../../../workspace/data-node";
import { parseToml } from "../../../workspace/toml";
import { defineRule } from "../../define-rule";
import { buildsOf } from "../../query/builds";
import type { Build } from "../../query/builds";
import { flagValue, hasFlag } from "../../query/commands";
import { shorten } from "../../query/fixing";
import { pythonOf, rootOf, type RootImage } from "../../query/python-base";
import { runsOf } from "../../query/run-facts";
import { filesBelow } from "../../query/workspace-paths";
import type { DockerfileView } from "../../dockerfile-context";
import type { WorkspaceContext } from "../../workspace-context";

export const rule = defineRule({
  target: "workspace",
  id: "two-python-versions",
  code: "DD3004",
  severity: "error",
  mirrors: [],
  what: "Packages installed by one minor version of Python, copied into a stage with another.",
  why: "Python looks for packages in a folder named after its version, so it finds none; compiled ones do not load.",
  todo: "Use the same version in both stages.",
  bad: "FROM python:3.12-slim AS build\nRUN python -m venv /venv\nFROM python:3.13-slim\nCOPY --from=build «/venv» /venv\n",
  good: "FROM python:3.13-slim AS build\nRUN python -m venv /venv\nFROM python:3.13-slim\nCOPY --from=build /venv /venv\n",
  check: context => {
    for (const view of context.dockerfiles) {
      for (const stage of view.graph.stages) {
        const python = pythonIn(rootOf(view, stage));
        for (const instruction of stage.instructions) {
          if (instruction.kind !== "COPY") continue;
          const from = instruction.flags.find(flag => flag.name === "from")?.value;
          const source = instruction.sources[0];
          if (from == null || source === undefined || !holdsPackages(source.value)) continue;
          const other = findStage(view.graph, from, stage);
          const there = other === null ? null : rootOf(view, other);
          const named = /\/python(3\.\d{1,2})(?:\/|$)/.exec(source.value)?.[1];
          const theirs = named ?? pythonIn(there);
          if (python === undefined || theirs === undefined || theirs === python || other === null) continue;
          if (named === undefined && usesOtherPython(context, view, other, theirs)) continue;
          context.report(
            view.path,
            source.span,
            `\`${shorten(source.value, 30)}\` holds packages of Python ${theirs}, and this stage runs ${python}, which does not find them. Use one version.`,
            { related: there === null ? [] : [context.placeOf(view.path, there.from.span)] },
          );
        }
      }
    }
  },
});

/** The minor version of a Python image (`3.13`); undefined of any other image, and of a tag that names none. */
function pythonIn(root: RootImage | null): string | undefined {
  return root === null ? undefined : pythonOf(root.reference)?.minor;
}

function holdsPackages(path: string): boolean {
  return (
    /site-packages|dist-packages|\/\.?venv\b|\/virtualenv|\/opt\/venv/.test(path) || /\/lib\/python3\.\d+/.test(path)
  );
}

/**
 * pyenv and conda bring a Python of their own, and so does uv where it is told one, or where the project does not allow the
 * image's; else uv takes that of the image.
 */
function usesOtherPython(context: WorkspaceContext, view: DockerfileView, stage: Stage, minor: string): boolean {
  const texts = chainOf(stage).flatMap(each => each.instructions.map(({ body }) => body.text));
  if (texts.some(text => /\buv python\b|UV_(?:MANAGED_)?PYTHON|pyenv|conda/.test(text))) return true;
  const uv = runsOf(view, stage)
    .flatMap(run => run.commands)
    .filter(({ name, words }) => name === "uv" && /^(?:venv|sync|run|pip)$/.test(words[1]?.text ?? ""));
  if (uv.length === 0) return false;
  if (uv.some(each => flagValue(each, "p", "python") !== null || hasFlag(each, "managed-python", "python-preference")))
    return true;
  return buildsOf(context).some(build => {
    if (build.view !== view) return false;
    const { isPinned, projects } = choicesOf(context, build);
    return (
      isPinned ||
      projects.some(
        ({ requires, preference }) =>
          preference === "only-managed" || (requires !== undefined && !minorAllowed(requires, minor)),
      )
    );
  });
}

/** What the files of a build's context say of the Python that uv is to take. */
interface Choices {
  readonly isPinned: boolean;
  readonly projects: readonly { readonly requires: string | undefined; readonly preference: string | undefined }[];
}

const CHOICES = new WeakMap<Build, Choices>();

function choicesOf(context: WorkspaceContext, build: Build): Choices {
  const known = CHOICES.get(build);
  if (known !== undefined) return known;
  const paths = filesBelow(context, build.folder ?? "");
  const projects = paths
    .filter(path => nameOf(path) === "pyproject.toml")
    .map(path => {
      const { root } = parseToml(context.read(path) ?? "");
      return {
        requires: asString(at(root, "project", "requires-python")),
        preference: asString(at(root, "tool", "uv", "python-preference")),
      };
    });
  const choices = { isPinned: paths.some(path => nameOf(path) === ".python-version"), projects };
  CHOICES.set(build, choices);
  return choices;
}
