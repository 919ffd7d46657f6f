import { isInside, joinPath, nameOf, relativeTo } from "../../model/paths";
import { matchIgnore, parseDockerignore } from "../../docker/dockerignore";
import type { Blueprint, UnitDesign } from "../blueprint";
import { defineArtefact, type ArtefactContext } from "../define-artefact";
import { copiedSources } from "../layout/copied-sources";
import { ownScripts } from "../dockerfile/start-scripts";
import { leftOutOfContext } from "../dockerfile/front-end-stage";
import { isEnvSample } from "../layout/env-samples";
import { LineWriter } from "../text/line-writer";

const ENVIRONMENT_FILES = ["**/.env", "**/.env.*"];
const LOGINS_AND_KEYS = ["**/.netrc", "**/*.pem", "**/*.key"];

export const artefact = defineArtefact({
  id: "dockerignore",
  title: ".dockerignore",
  scope: "unit",
  render({ blueprint, unit, existing }) {
    if (unit === null) return null;
    const path = ignorePath(unit);
    const writer = new LineWriter();
    // Nobody knows all that a Dockerfile of theirs needs, so only what no image wants is left out for it.
    if (unit.context !== unit.path && !unit.isForeignDockerfile) writeAllowed(writer, unit);
    writeAlways(writer, unit);
    const theirs = (blueprint.layout.compose?.services ?? []).flatMap(({ envFiles }) => envFiles);
    const inside = [...new Set(theirs)]
      .filter(file => isInside(unit.context, file))
      .map(file => relativeTo(unit.context, file));
    writer.add(
      inside.filter(file => !/^\.env(?:\.|$)/.test(nameOf(file))),
      "secrets",
    );
    writePresent(writer, unit, blueprint);
    if (ofItsOwn(unit)) writeTheirs(writer, unit);
    writeCopied(writer, unit, blueprint, existing);
    // A rule of theirs, such as `docker/`, is older than what we put there.
    const given = parseDockerignore(existing(path) ?? "");
    const needed = [...ownScripts(unit), ...readManifests(unit)];
    const hidden = unit.isForeignDockerfile ? [] : needed.filter(file => matchIgnore(given, file).ignored);
    writer.add(
      hidden.map(file => `!${file}`),
      "build.context",
    );
    return { path, unit: unit.unit, text: writer.text, reasons: writer.reasons(path, unit.unit), merge: "lines" };
  },
});

/**
 * Beside the Dockerfile where several units share one context, so that each leaves out something else, and where the folder's
 * own file leaves out what this image needs: builders prefer the one that bears the Dockerfile's name. A Dockerfile of theirs
 * keeps the one that it has been built with.
 */
export function ignorePath(unit: UnitDesign): string {
  const own = `${unit.dockerfile}.dockerignore`;
  const isApart = unit.isForeignDockerfile
    ? unit.layout.allFiles.includes(own)
    : unit.context !== unit.path || ofItsOwn(unit);
  return isApart ? own : joinPath(unit.context, ".dockerignore");
}

function ofItsOwn({ isForeignDockerfile, context, path, layout: { ignoreFile } }: UnitDesign): boolean {
  return !isForeignDockerfile && context === path && ignoreFile !== null && ignoreFile.hides !== null;
}

/** What the folder's own file leaves out besides stays out here as well. */
function writeTheirs(writer: LineWriter, { layout: { ignoreFile } }: UnitDesign): void {
  const present = new Set(writer.text.split("\n"));
  const lines = (ignoreFile?.lines ?? []).filter(line => !present.has(line));
  writer
    .gap()
    .add(
      `# This image needs ${ignoreFile?.hides ?? ""}, which .dockerignore leaves out; its other lines hold here too.`,
      "build.context",
    )
    .add(lines, "build.context");
}

/** A unit of a larger workspace needs little of it: everything is left out but what is named. */
function writeAllowed(writer: LineWriter, unit: UnitDesign): void {
  writer.add("# Of the whole workspace only this unit and what it installs.", "build.context");
  writer.add("*", "build.context");
  const front = unit.frontEnds.flatMap(({ path, manifests }) => [path, ...manifests]).filter(path => path !== "");
  const wanted = [unit.path, ...unit.outside, ...front].map(path => relativeTo(unit.context, path));
  for (const path of [...new Set(wanted)]) writer.add(`!${path}`, "build.context");
}

/** Never wanted, whether it is there today or not: secrets, caches, environments. */
function writeAlways(writer: LineWriter, unit: UnitDesign): void {
  writer.gap().add("# Secrets and this machine's settings", "secrets");
  // A package of that name is code; the folder of secrets lies at the top.
  const isPackage = unit.layout.files.some(path => /\/secrets\/[^/]+\.py$/.test(path));
  const secrets = isPackage ? "secrets" : "**/secrets";
  writer.add([...ENVIRONMENT_FILES, secrets, ...LOGINS_AND_KEYS], "secrets");
  // It comes as a secret of the build, and may hold a login.
  if (unit.install.secrets.some(({ id }) => id === "pip.conf")) writer.add("**/pip.conf", "install.secrets");
  writer.gap().add("# Version control, environments and caches", "build.context");
  writer.add(
    [
      "**/.git",
      "**/.venv",
      "**/venv",
      "**/__pycache__",
      "**/*.py[cod]",
      "**/.*_cache",
      "**/.coverage",
      "**/*.egg-info",
      // What is installed on this machine is never listed, so the manifest has to tell of it.
      ...(unit.layout.allFiles.some(path => nameOf(path) === "package.json") ? ["**/node_modules"] : []),
    ],
    "build.context",
  );
  writer.gap().add("# What describes the build is no part of it", "build.context");
  writer.add(
    [
      "**/Dockerfile*",
      "**/*.dockerignore",
      "**/compose*.yaml",
      "**/compose*.yml",
      "**/docker-compose*",
      "**/.drydock.yaml",
    ],
    "build.context",
  );
  const front = unit.frontEnds.flatMap(({ publicFiles }) => publicFiles.map(path => relativeTo(unit.context, path)));
  writer.add(
    front.map(path => `!${path}`),
    "frontend.folders",
  );
  for (const name of keptEnvironmentNames(unit)) writer.add(`!${name}`, "install.manager");
}

/** Manifests that the install reads before the source is there; `docs` may be a project of its own. */
function readManifests({ install, context }: UnitDesign): readonly string[] {
  return install.needs
    .filter(path => nameOf(path) === "pyproject.toml" && isInside(context, path))
    .map(path => relativeTo(context, path));
}

/** Code may read an environment file with a name of its own that is no secret, such as `env.defaults`. */
function keptEnvironmentNames(unit: UnitDesign): readonly string[] {
  return unit.layout.files
    .map(path => relativeTo(unit.context, path))
    .filter(path => /(?:^|\/)\.env\.(?:defaults?|shared|base)$/.test(path) && !isEnvSample(path));
}

/**
 * What their Dockerfiles of this context copy stays in it, whatever the lines above say; but never what may be a secret, least
 * of all where an image of ours copies all that is left.
 */
function writeCopied(
  writer: LineWriter,
  unit: UnitDesign,
  { layout, units }: Blueprint,
  existing: ArtefactContext["existing"],
): void {
  const { context } = unit;
  const ignored = parseDockerignore(writer.text);
  const built = (layout.compose?.services ?? []).flatMap(({ build }) =>
    build && joinPath(build.context) === context ? [joinPath(build.context, build.dockerfile ?? "Dockerfile")] : [],
  );
  const foreign = units.filter(other => other.isForeignDockerfile && other.context === context);
  const dockerfiles = new Set([...built, ...foreign.map(({ dockerfile }) => dockerfile)]);
  const sources = [...dockerfiles].flatMap(path => copiedSources(existing(path) ?? ""));
  const hidden = [...new Set(sources)].filter(
    path =>
      matchIgnore(ignored, path).ignored &&
      !matchIgnore(SECRETS, path).ignored &&
      unit.layout.allFiles.some(file => isInside(joinPath(context, path), file)),
  );
  if (hidden.length === 0) return;
  writer.gap().add("# A Dockerfile copies it", "build.context");
  writer.add(
    hidden.map(path => `!${path}`),
    "build.context",
  );
}

const SECRETS = parseDockerignore([...ENVIRONMENT_FILES, "**/secrets", ...LOGINS_AND_KEYS, "**/pip.conf"].join("\n"));

/** What files on request add to the folder. */
const ON_REQUEST: Readonly<Record<string, string>> = {
  bake: "docker-bake.hcl",
  devcontainer: ".devcontainer",
  "github-actions": ".github",
  kubernetes: "kubernetes",
  "pre-commit": ".pre-commit-config.yaml",
  swarm: "stack.yaml",
};

const PRESENT: readonly (readonly [pattern: string, test: (path: string) => boolean])[] = [
  [".github", path => path.startsWith(".github/")],
  [".gitlab-ci.yml", path => path === ".gitlab-ci.yml"],
  [".gitlab", path => path.startsWith(".gitlab/")],
  [".circleci", path => path.startsWith(".circleci/")],
  [".vscode", path => path.startsWith(".vscode/")],
  [".idea", path => path.startsWith(".idea/")],
  [".devcontainer", path => path.startsWith(".devcontainer/")],
  [".pre-commit-config.yaml", path => path === ".pre-commit-config.yaml"],
  [".editorconfig", path => path === ".editorconfig"],
  ["docs", path => path.startsWith("docs/")],
  ["doc", path => path.startsWith("doc/")],
  ["htmlcov", path => path.startsWith("htmlcov/")],
  ["dist", path => path.startsWith("dist/")],
  [".tox", path => path.startsWith(".tox/")],
  [".nox", path => path.startsWith(".nox/")],
  ["k8s", path => path.startsWith("k8s/")],
  ["terraform", path => path.startsWith("terraform/")],
  // What coding assistants are told about the project, often with scripts of their own.
  ...[".agents", ".claude", ".codex", ".continue", ".cursor", ".gemini", ".kiro", ".opencode", ".roo", ".windsurf"].map(
    folder => [folder, (path: string) => path.startsWith(`${folder}/`)] as const,
  ),
];

/** Folders of the units beside an application at the root that it has no use for, and that no image is built from by way of the root. */
function foldersOfOthers(unit: UnitDesign, { units }: Blueprint): readonly string[] {
  const { isForeignDockerfile, frontEnds, layout } = unit;
  if (isForeignDockerfile) return [];
  const sharing = units.filter(other => ignorePath(other) === ignorePath(unit)).map(({ path }) => path);
  const kept = [...frontEnds.map(({ path }) => path), ...sharing.filter(path => path !== "")];
  return layout.unusedUnits.filter(folder => !kept.some(path => isInside(folder, path) || isInside(path, folder)));
}

function writePresent(writer: LineWriter, unit: UnitDesign, blueprint: Blueprint): void {
  const { files, reportFolder } = blueprint;
  const inside = unit.layout.files
    .filter(path => isInside(unit.context, path))
    .map(path => relativeTo(unit.context, path));
  const own = unit.context === unit.path ? inside : [];
  const named = (unit.layout.pyproject?.namedFiles ?? []).map(name =>
    relativeTo(unit.context, joinPath(unit.path, name)),
  );
  // Documents and the debug configuration are written beside these files, so both folders are left out in any case.
  const requested = Object.entries(ON_REQUEST).flatMap(([id, path]) => (files.includes(id) ? [path] : []));
  const written = unit.context === unit.path && unit.path === "" ? [".vscode", reportFolder, ...requested] : [];
  const patterns = [
    ...new Set([...PRESENT.filter(([, test]) => own.some(test)).map(([pattern]) => pattern), ...written]),
  ];
  const needsDocs =
    unit.layout.testsReadDocs ||
    (unit.web !== null && unit.recon.modules.some(({ path }) => path === "docs" || path === "doc"));
  const databases = own.filter(path => /\.(?:sqlite3?|db)$/.test(path) && !/(?:^|\/)tests?\//.test(path));
  const data = unit.layout.ignoredNames.filter(name => unit.dataFolders.some(({ path }) => path.endsWith(`/${name}`)));
  const kept = [
    ...unit.recon.frontEnds
      .flatMap(({ role, outputs }) => (role === "committed" ? outputs : []))
      .map(path => relativeTo(unit.context, path)),
    ...readManifests(unit),
  ];
  const all = [
    ...patterns
      .filter(pattern => !(needsDocs && /^docs?$/.test(pattern)) && !unit.layout.readFolders.has(pattern))
      .filter(pattern => !kept.some(path => isInside(pattern, path))),
    ...leftOutOfContext(unit),
    ...foldersOfOthers(unit, blueprint),
    ...databases,
    ...data,
  ];
  if (all.length === 0) return;
  writer.gap().add("# In this folder, but of no use in an image", "build.context");
  writer.add(all, "build.context");
  // Building the project reads the files that its metadata names.
  for (const path of named.filter(name => all.some(pattern => name.startsWith(`${pattern}/`))))
    writer.add(`!${path}`, "install.project");
}
