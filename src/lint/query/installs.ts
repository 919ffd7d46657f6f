import { chainOf } from "../../docker/dockerfile/stages";
import type { Stage } from "../../docker/dockerfile/stages";
import type { ShellCommand, ShellWord } from "../../docker/shell/types";
import type { Dependency } from "../../model/recon";
import { isInside, nameOf, parentOf } from "../../model/paths";
import type { DockerfileView, RunStep } from "../dockerfile-context";
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
  const pip = pipInstall(inner ?? command);
  if (pip !== null) {
    const manifest = flagValue(pip.command, "r", "requirement");
    const needsSource =
      pip.packages.some(word => isLocal(word.text)) || isLocal(flagValue(pip.command, "e", "editable")?.text ?? "");
    if (manifest === null && !needsSource) return null;
    return { installer: inner === null ? "pip" : "uv", run, command, manifest, needsSource };
  }
  const [verb] = operands(command);
  const make = (installer: Installer, needsSource: boolean): ProjectInstall => ({
    installer,
    run,
    command,
    manifest: null,
    needsSource,
  });
  if (command.name === "uv" && verb?.text === "sync") return make("uv", !hasFlag(command, "no-install-project"));
  if (command.name === "poetry" && (verb?.text === "install" || verb?.text === "sync"))
    return make("poetry", !hasFlag(command, "no-root"));
  if (command.name === "pdm" && (verb?.text === "install" || verb?.text === "sync"))
    return make("pdm", !hasFlag(command, "no-self"));
  if (command.name === "pipenv" && (verb?.text === "install" || verb?.text === "sync")) return make("pipenv", false);
  return null;
}

/** `uv pip install …` as pip's own command. */
function uvPip(command: ShellCommand): ShellCommand | null {
  if (command.name !== "uv" || command.arguments[0]?.text !== "pip") return null;
  return { ...command, name: "pip", words: command.words.slice(1), arguments: command.arguments.slice(1) };
}

function isLocal(text: string): boolean {
  return /^(?:\.|\/|\.\/)/.test(text) && !/\.(?:whl|tar\.gz|zip)$/.test(text);
}

/**
 * The dependencies that an install brings: those of the file behind `-r`, or the project's main ones. Of files of one name
 * in several services the one beside the Dockerfile is meant.
 */
export function installedBy(
  install: ProjectInstall,
  dependencies: readonly Dependency[],
  dockerfile: string,
): readonly Dependency[] {
  const applying = dependencies.filter(each => each.applies !== "no");
  if (install.manifest === null) return applying.filter(each => each.group === "main");
  const name = nameOf(install.manifest.text);
  const named = applying.filter(each => nameOf(each.place.path) === name);
  const beside = named.filter(each => isInside(parentOf(dockerfile), each.place.path));
  return beside.length > 0 ? beside : named;
}
