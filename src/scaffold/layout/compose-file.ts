import { mainNames } from "../../docker/compose/file-names";
import { splitWords } from "../../workspace/split-words";
import { isInside, joinPath, nameOf, parentOf } from "../../model/paths";
import type { EntryPoint, Recon } from "../../model/recon";
import { composePaths, composeServices, isComposeFile, type ComposeService } from "../../recon/docker/compose-services";
import { imageOfProject } from "../../recon/kubernetes/own-images";
import { isSideFolder } from "../../recon/unit-manifests";
import type { Workspace } from "../../workspace/workspace";
import { readExistingStarts, scriptLines } from "./existing-start";
import { FOR_WORK, mainProgram, startsIt } from "./own-dockerfile";

/** Which Compose file of the person's own the plan completes. */
export interface FoundCompose {
  /** Null where there is none, or none can be told from the others. */
  readonly path: string | null;
  /** Files that run the project as well, of which none is taken since nothing tells them apart. */
  readonly rivals: readonly string[];
}

export interface ComposeSearch {
  /** The person's own choice. */
  readonly chosen: string | null;
  /** Files that Drydock wrote. */
  readonly ours?: ReadonlySet<string>;
  readonly recon: Pick<Recon, "entryPoints" | "units">;
}

/**
 * The file that Compose finds by itself at the root; else the one elsewhere, or of another name, that runs this project: it
 * builds an image that starts a program of it, or runs the image that the project publishes. Files for work on the code, for
 * tests, examples and one unit of several are none. Of several alike it is the one that a command of a README, a Makefile or a
 * script alone takes.
 */
export function findComposeFile(workspace: Workspace, { chosen, ours, recon }: ComposeSearch): FoundCompose {
  const isTheirs = (path: string): boolean => workspace.text(path) !== null && ours?.has(path) !== true;
  if (chosen !== null && isTheirs(chosen)) return { path: chosen, rivals: [] };
  const usual = mainNames().find(name => workspace.text(name) !== null);
  if (usual !== undefined && isTheirs(usual)) return { path: usual, rivals: [] };
  const running = composePaths(workspace).filter(
    path => isTheirs(path) && isForUse(path) && !isOfOneUnit(path, recon) && runsProject(workspace, path, recon),
  );
  const alike =
    [isMainName, isForProduction, (): boolean => true].map(each => running.filter(each)).find(isFilled) ?? [];
  const named = alike.length > 1 ? alike.filter(isNamedBy(workspace)) : [];
  const best = named.length === 1 ? named : alike;
  // A stack of ours stays what it is.
  const isOne = best.length === 1 && usual === undefined && chosen === null;
  return isOne ? { path: best[0] ?? null, rivals: [] } : { path: null, rivals: best };
}

/** Files in which people write down how they start the project; what a workflow starts may be there for tests alone. */
export const STARTING_FILES = ["README*", "Makefile", "justfile", "Taskfile.y*ml", "*.sh"];

/** A command that is given a file, up to what ends it. */
const COMPOSE_COMMAND =
  /\bdocker(?:-compose|[ \t]+compose|[ \t]+stack[ \t]+deploy)(?=\s)[^\n;&|`\\]*(?:\\\n[^\n;&|`\\]*)*/g;
const FILE_OPTION = /\s(?:-f|--file|-c|--compose-file)[\s=]+["']?([\w./-]+)/g;

/** Only a command that takes the file says that it is in use: a text may name it to warn of it. */
function isNamedBy(workspace: Workspace): (path: string) => boolean {
  const texts = workspace.paths(...STARTING_FILES).map(path => workspace.text(path) ?? "");
  const commands = texts.flatMap(text => text.match(COMPOSE_COMMAND) ?? []).join("\n");
  // A sentence may end with the command.
  const named = new Set([...commands.matchAll(FILE_OPTION)].map(([, file = ""]) => joinPath(file.replace(/\.$/, ""))));
  return path => named.has(path);
}

function isFilled(paths: readonly string[]): boolean {
  return paths.length > 0;
}

function isMainName(path: string): boolean {
  return mainNames().includes(nameOf(path));
}

function isForProduction(path: string): boolean {
  return /(?:^|[/._-])prod(?:uction)?(?=$|[/._-])/i.test(path);
}

/** Folders of editors and services that hold Compose files for themselves. */
const TOOL_FOLDER = /(?:^|\/)\.(?!docker\/)[^/]+\//;
const FOR_SHOW =
  /(?:^|[/._-])(?:examples?|samples?|demo|docs?|ci|override|staging|base|common|archive|old|vendor(?:ed)?|third_?party)(?=$|[/._-])/i;

function isForUse(path: string): boolean {
  return !isSideFolder(path) && !FOR_WORK.test(path) && !FOR_SHOW.test(path) && !TOOL_FOLDER.test(path);
}

/** A file in the folder of one of several units says nothing of the others. */
function isOfOneUnit(path: string, { units }: ComposeSearch["recon"]): boolean {
  return units.length > 1 && units.some(unit => unit.path !== "" && isInside(unit.path, path));
}

function runsProject(workspace: Workspace, path: string, recon: ComposeSearch["recon"]): boolean {
  const programs = [recon, ...recon.units.map(unit => unit.recon)].flatMap(each => mainProgram(each.entryPoints) ?? []);
  return (
    isComposeFile(workspace, path) &&
    composeServices(workspace, path).some(each => runsOneOf(programs, workspace, each))
  );
}

/** Whether a service starts one of the programs, or runs the image that the project publishes. */
function runsOneOf(programs: readonly EntryPoint[], workspace: Workspace, service: ComposeService): boolean {
  const { path, build, image } = service;
  if (build === null) return image !== null && imageOfProject(workspace, image) !== null;
  const [start] = readExistingStarts(workspace, [build.dockerfile]);
  if (start === undefined) return false;
  const given = [service.entrypoint, service.command].flatMap(form => form?.shell ?? form?.words?.join(" ") ?? []);
  const lines = given.flatMap(text => [
    { path, line: 1, text },
    ...splitWords(text).flatMap(word => scriptLines(workspace, build.dockerfile, word)),
  ]);
  return programs.some(program =>
    startsIt({ entrypoint: start.entrypoint, command: [...start.command, ...lines] }, program),
  );
}

/** The environment file that Compose reads for a Compose file: the one beside it. */
export function envFileOf(compose: string): string {
  return joinPath(parentOf(compose), ".env");
}
