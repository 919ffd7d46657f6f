import { chainOf } from "../../docker/dockerfile/stages";
import type { Stage } from "../../docker/dockerfile/stages";
import type { ShellCommand, ShellWord } from "../../docker/shell/types";
import type { Dependency } from "../../model/recon";
import { isInside, nameOf, parentOf } from "../../model/paths";
import type { DockerfileView, RunStep } from "../dockerfile-context";
import { languageOf } from "../language";
import { flagValue, hasFlag, operands } from "./commands";
import { pipInstall } from "./pip";

/** The lock file that each installer writes; pip has none of its own. */
export const LOCK_FILES: Readonly<Record<Exclude<Installer, "pip">, string>> = {
  uv: "uv.lock",
  poetry: "poetry.lock",
  pdm: "pdm.lock",
  pipenv: "Pipfile.lock",
};

export type Installer = "pip" | "uv" | "poetry" | "pdm" | "pipenv";

/** One command that installs the project's dependencies. */
export interface ProjectInstall {
  readonly installer: Installer;
  readonly run: RunStep;
  readonly command: ShellCommand;
  /** The file behind `-r`; null where the project's own manifest is read. */
  readonly manifest: ShellWord | null;
  /** True for `pip install .` and the like, which need the source. */
  readonly needsSource: boolean;
}

const INSTALLS = new WeakMap<DockerfileView, readonly ProjectInstall[]>();

/** The commands of a file that install what the project declares, in order; several rules ask for those of every Dockerfile. */
export function projectInstalls(view: DockerfileView): readonly ProjectInstall[] {
  const known = INSTALLS.get(view);
  if (known !== undefined) return known;
  const installs = view.runs.flatMap(run => run.commands.flatMap(command => readInstall(run, command) ?? []));
  INSTALLS.set(view, installs);
  return installs;
}

/** Those of a stage and of the stages it builds on. */
export function installsOf(view: DockerfileView, stage: Stage): readonly ProjectInstall[] {
  const chain = new Set(chainOf(stage).map(each => each.index));
  return projectInstalls(view).filter(each => each.run.stage !== null && chain.has(each.run.stage.index));
}

function readInstall(run: RunStep, command: ShellCommand): ProjectInstall | null {
  const inner = uvPip(command);
  // Wheels are made of what a list names, and need for it what an install needs.
  const pip = pipInstall(inner ?? command, ["install", "wheel"]);
  if (pip !== null) {
    const manifest = flagValue(pip.command, "r", "requirement");
    const needsSource =
      pip.packages.some(word => isLocal(word.text)) || isLocal(flagValue(pip.command, "e", "editable")?.text ?? "");
    if (manifest === null && !needsSource) return null;
    return { installer: inner === null ? "pip" : "uv", run, command, manifest, needsSource };
  }
  const manager = MANAGERS.get(command.name ?? "");
  if (manager === undefined || !manager.verbs.includes(operands(command)[0]?.text ?? "")) return null;
  const needsSource = manager.leavesOut !== null && !hasFlag(command, manager.leavesOut);
  return { installer: manager.installer, run, command, manifest: null, needsSource };
}

/** Commands that install what a lock lists, with the option that leaves the project itself out; null where none installs it. */
const MANAGERS: ReadonlyMap<
  string,
  { readonly installer: Installer; readonly verbs: readonly string[]; readonly leavesOut: string | null }
> = new Map([
  ["uv", { installer: "uv", verbs: ["sync"], leavesOut: "no-install-project" }],
  ["poetry", { installer: "poetry", verbs: ["install", "sync"], leavesOut: "no-root" }],
  ["pdm", { installer: "pdm", verbs: ["install", "sync"], leavesOut: "no-self" }],
  ["pipenv", { installer: "pipenv", verbs: ["install", "sync"], leavesOut: null }],
]);

/** `uv pip install …` as pip's own command. */
function uvPip(command: ShellCommand): ShellCommand | null {
  if (command.name !== "uv" || command.arguments[0]?.text !== "pip") return null;
  return { ...command, name: "pip", words: command.words.slice(1), arguments: command.arguments.slice(1) };
}

function isLocal(text: string): boolean {
  return /^(?:\.|\/|\.\/)/.test(text) && !/\.(?:whl|tar\.gz|zip)$/.test(text);
}

/** Files that make a folder a project of its own, whose dependencies `pip install .` and `uv sync` read. */
const PROJECTS: readonly string[] = ["pyproject.toml", "setup.py", "setup.cfg", "Pipfile"];

/**
 * The dependencies that an install brings: those of the file behind `-r`, or the project's main ones. Where the Dockerfile lies
 * in a folder with such a file of its own, that one is meant, also where nothing is known of what it lists.
 */
export function installedBy(
  install: ProjectInstall,
  dependencies: readonly Dependency[],
  dockerfile: string,
  paths: ReadonlySet<string>,
): readonly Dependency[] {
  // What a step installs by its name is in that image alone.
  const applying = dependencies.filter(each => each.applies !== "no" && languageOf(each.place.path) !== "dockerfile");
  const name = install.manifest === null ? null : nameOf(install.manifest.text);
  const listed = applying.filter(each => (name === null ? each.group === "main" : nameOf(each.place.path) === name));
  const own = ownFolder(dockerfile, name === null ? PROJECTS : [name], paths);
  return own === null ? listed : listed.filter(each => isInside(own, each.place.path));
}

/** The nearest folder from a file upwards, the root left out, that has one of the names; null where none has. */
function ownFolder(file: string, names: readonly string[], paths: ReadonlySet<string>): string | null {
  for (let folder = parentOf(file); folder !== ""; folder = parentOf(folder))
    if (names.some(name => paths.has(`${folder}/${name}`))) return folder;
  return null;
}
