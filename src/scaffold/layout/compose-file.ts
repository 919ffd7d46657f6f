import { mainNames } from "../../docker/compose/file-names";
import { joinPath, nameOf, parentOf } from "../../model/paths";
import { composePaths, composeServices, isComposeFile, type ComposeService } from "../../recon/docker/compose-services";
import { imageOfProject } from "../../recon/kubernetes/own-images";
import { isSideFolder } from "../../recon/unit-manifests";
import type { Workspace } from "../../workspace/workspace";
import { FOR_WORK } from "./own-dockerfile";

/** Which Compose file of the person's own the plan completes. */
export interface FoundCompose {
  /** Null where there is none, or none can be told from the others. */
  readonly path: string | null;
  /** Files that run the project as well, of which none is taken since nothing tells them apart. */
  readonly rivals: readonly string[];
}

/**
 * The file that Compose finds by itself at the root; else the one elsewhere, or of another name, that runs this project: it
 * builds Python code of the workspace, or runs the image that the project publishes. Files for work on the code, for tests and
 * examples are none. `chosen` is the person's own choice; `ours` are files that Drydock wrote.
 */
export function findComposeFile(
  workspace: Workspace,
  { chosen, ours }: { readonly chosen: string | null; readonly ours?: ReadonlySet<string> },
): FoundCompose {
  const isTheirs = (path: string): boolean => workspace.text(path) !== null && ours?.has(path) !== true;
  if (chosen !== null && isTheirs(chosen)) return { path: chosen, rivals: [] };
  const usual = mainNames().find(name => workspace.text(name) !== null);
  if (usual !== undefined && isTheirs(usual)) return { path: usual, rivals: [] };
  const running = composePaths(workspace).filter(
    path => isTheirs(path) && isForUse(path) && runsProject(workspace, path),
  );
  const best =
    [isMainName, isForProduction, (): boolean => true].map(each => running.filter(each)).find(isFilled) ?? [];
  // A stack of ours stays what it is.
  const isOne = best.length === 1 && usual === undefined && chosen === null;
  return isOne ? { path: best[0] ?? null, rivals: [] } : { path: null, rivals: best };
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
const FOR_SHOW = /(?:^|[/._-])(?:examples?|samples?|demo|ci|override|staging|base|common|archive|old)(?=$|[/._-])/i;

function isForUse(path: string): boolean {
  return !isSideFolder(path) && !FOR_WORK.test(path) && !FOR_SHOW.test(path) && !TOOL_FOLDER.test(path);
}

function runsProject(workspace: Workspace, path: string): boolean {
  return isComposeFile(workspace, path) && composeServices(workspace, path).some(each => runsOwnCode(workspace, each));
}

function runsOwnCode(workspace: Workspace, { build, image }: ComposeService): boolean {
  if (build === null) return image !== null && imageOfProject(workspace, null, image) !== null;
  const { context, dockerfile } = build;
  const inside = context === "" ? "" : `${context}/`;
  return (
    workspace.has(dockerfile) && workspace.files.some(file => file.path.startsWith(inside) && file.path.endsWith(".py"))
  );
}

/** The environment file that Compose reads for a Compose file: the one beside it. */
export function envFileOf(compose: string): string {
  return joinPath(parentOf(compose), ".env");
}
