import { poetryToPep440 } from "../../../python/packaging/constraints";
import { minorAllowed, satisfies } from "../../../python/packaging/versions";
import { isContextCopy } from "../../../docker/dockerfile/context-copy";
import { mountsOf } from "../../../docker/dockerfile/mounts";
import type { Instruction } from "../../../docker/dockerfile/types";
import { isInside, parentOf } from "../../../model/paths";
import type { Recon } from "../../../model/recon";
import { defineRule } from "../../define-rule";
import { buildsOf, matchingPaths, unitOf } from "../../query/builds";
import type { Build } from "../../query/builds";
import { replace, shorten, suggestion } from "../../query/fixing";
import { pythonOf, rootOf } from "../../query/python-base";
import { inContext } from "../../query/workspace-paths";
import type { WorkspaceContext } from "../../workspace-context";

/** True where no release of the tag's minor version is allowed; a constraint may be written as Poetry writes it. */
function isOutside(written: string, minor: string, patch: string | null): boolean {
  const specifier = poetryToPep440(written);
  return patch === null ? !minorAllowed(specifier, minor) : !satisfies(patch, specifier);
}

const MANIFEST = /(?:^|\/)(?:pyproject\.toml|setup\.(?:py|cfg)|Pipfile)$/;

/** Starts that install what a manifest declares, which a volume may bring. */
const INSTALLS = /\b(?:uv\W+sync|(?:poetry|pdm|pipenv)\W+(?:install|sync))\b/;

/** False where nothing brings the project's manifest into the image: what the steps install says itself which Python it takes. */
function bringsManifest(context: WorkspaceContext, { view, folder }: Build, manifest: string): boolean {
  const copies = view.instructions.filter(isContextCopy);
  // Nothing but a base yet: what is to be built on it is the project.
  if (copies.length === 0 && view.runs.length === 0) return true;
  const mounted = view.runs
    .flatMap(({ instruction }) => mountsOf(instruction))
    .flatMap(({ type, from, source }) => (type === "bind" && from === null ? [source ?? "."] : []));
  const home = parentOf(manifest);
  return (
    view.instructions.some(each => isStart(each) && INSTALLS.test(each.body.text)) ||
    [...mounted, ...copies.flatMap(({ sources }) => sources.map(({ value }) => value))].some(source => {
      const path = inContext(folder ?? "", source);
      if (path === null || source.includes("$")) return true;
      return (/[*?[]/.test(path) ? matchingPaths(context, path) : [path]).some(
        each => isInside(each, home) || (parentOf(each) === home && MANIFEST.test(each)),
      );
    })
  );
}

function isStart({ kind }: Instruction): boolean {
  return kind === "CMD" || kind === "ENTRYPOINT";
}

interface Bound {
  readonly requires: NonNullable<Recon["python"]["requires"]>;
  readonly chosen: string | null;
}

/** What the manifest that the build installs says of Python, null where it binds this build to nothing. */
function bindingPython(recon: Recon, build: Build): Bound | null {
  const { folder } = build;
  const unit = unitOf(recon, build);
  const { requires, chosen } = (unit?.recon ?? recon).python;
  // A Dockerfile of another part of the workspace is not bound by this one's manifest.
  if (requires === null || (unit === undefined && recon.units.length > 0)) return null;
  // Nor is one whose context does not hold that manifest, such as a test's.
  const isHeld = folder !== null && (folder === "" || requires.place.path.startsWith(`${folder}/`));
  return isHeld ? { requires, chosen } : null;
}

export const rule = defineRule({
  target: "workspace",
  id: "base-python-mismatch",
  code: "DD3003",
  severity: "error",
  mirrors: [],
  what: "A Python image whose version the project's `requires-python` does not allow.",
  why: "The install stops, or installs old versions.",
  todo: "Use an image of a version that is allowed.",
  needs: ["python"],
  bad: {
    Dockerfile: "FROM «python:3.9-slim»\nCOPY pyproject.toml ./\n",
    "pyproject.toml": '[project]\nname = "shop"\nrequires-python = ">=3.10"\n',
  },
  good: {
    Dockerfile: "FROM python:3.11-slim\nCOPY pyproject.toml ./\n",
    "pyproject.toml": '[project]\nname = "shop"\nrequires-python = ">=3.10"\n',
  },
  facts: {
    python: {
      requires: {
        specifier: ">=3.10",
        place: { path: "pyproject.toml", line: 3, column: 1, text: 'requires-python = ">=3.10"', confidence: "high" },
      },
      pins: [],
      chosen: "3.11",
      reason: "",
      problems: [],
    },
  },
  check: context => {
    if (context.recon === null) return;
    for (const build of buildsOf(context)) {
      const python = bindingPython(context.recon, build);
      if (build.stage === null || python === null) continue;
      if (!bringsManifest(context, build, python.requires.place.path)) continue;
      const root = rootOf(build.view, build.stage);
      const based = root === null ? null : pythonOf(root.reference);
      const word = root?.from.image;
      if (root === null || based === null || word == null) continue;
      const { requires, chosen } = python;
      if (!isOutside(requires.specifier, based.minor, based.patch)) continue;
      const prefix = root.reference.text.slice(0, root.reference.text.lastIndexOf(":") + 1);
      const tagStart = root.reference.repository.endsWith("uv") ? "python" : "";
      const better = chosen === null ? null : `${prefix}${tagStart}${chosen}${based.rest}`;
      const isLiteral = word.variables.length === 0 && word.raw === root.reference.text;
      context.report(
        build.view.path,
        word.span,
        `\`${shorten(root.reference.text, 40)}\` is outside \`${shorten(requires.specifier, 24)}\`, so the install stops. ${better === null ? "Use a version that is allowed." : `Use \`${shorten(better, 44)}\`.`}`,
        {
          related: [requires.place],
          fixes: better === null || !isLiteral ? [] : [suggestion(`Use ${better}`, replace(word.span, better))],
        },
      );
    }
  },
});
