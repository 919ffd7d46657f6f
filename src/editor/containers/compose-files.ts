import * as path from "node:path";
import * as vscode from "vscode";
import { l10n } from "vscode";
import { isInside } from "../../model/paths";
import type { Compose, ComposeRequest, ContainerSummary } from "../../model/ports";
import { composePattern, hasFile, readText, type Shell } from "../shell";

const fileName = /^(?:docker-)?compose(?:\..+)?\.ya?ml$/;
const key = "drydock.compose.files";
/** Files that give variables to Compose: with the value of one that was missing, a project starts. */
const variablesPattern = "**/{.env,.env.*,*.env}";

/** Tells of each change of a file that a project is read from. */
export function watchProjects(onChange: () => void): vscode.Disposable {
  const watchers = [composePattern, variablesPattern].map(pattern => vscode.workspace.createFileSystemWatcher(pattern));
  const heard = watchers.flatMap(each => [
    each.onDidChange(onChange),
    each.onDidCreate(onChange),
    each.onDidDelete(onChange),
  ]);
  return vscode.Disposable.from(...watchers, ...heard);
}

/**
 * The Compose files of a folder that Compose itself takes: those that its `.env` names, else the first of the usual names.
 * Where there are none, the one elsewhere that the plan chose or completed, or would complete.
 */
async function composeFiles(shell: Shell, folder: vscode.Uri): Promise<vscode.Uri[]> {
  const named = await namedFiles(shell, folder);
  if (named.length > 0) return named;
  const settings = (await readText(vscode.Uri.joinPath(folder, ".drydock.yaml"))) ?? "";
  const { completedCompose, mainNames, overrideNames, readSettings } = shell.core();
  const completed = settings === "" ? [] : completedCompose(readSettings(settings).settings);
  for (const name of [...mainNames(), ...completed]) {
    const uri = vscode.Uri.joinPath(folder, name);
    if (await hasFile(uri)) return withOverride(uri, overrideNames);
  }
  const own = await shell.app().ownCompose(folder.fsPath);
  return own === null ? [] : withOverride(vscode.Uri.joinPath(folder, own), overrideNames);
}

async function withOverride(
  uri: vscode.Uri,
  overrideNames: (name: string) => readonly string[],
): Promise<vscode.Uri[]> {
  for (const override of overrideNames(path.posix.basename(uri.path))) {
    const beside = vscode.Uri.joinPath(uri, "..", override);
    if (await hasFile(beside)) return [uri, beside];
  }
  return [uri];
}

/** The `.env` of a folder where it names Compose files of another one: from there Compose would not read it by itself. */
export async function envFileElsewhere(
  shell: Shell,
  folder: vscode.Uri,
  directory: vscode.Uri,
): Promise<string | undefined> {
  const isElsewhere = directory.fsPath !== folder.fsPath && (await namedFiles(shell, folder)).length > 0;
  return isElsewhere ? vscode.Uri.joinPath(folder, ".env").fsPath : undefined;
}

/** What `COMPOSE_FILE` of the `.env` names; none where one of them is missing, of which a person hears from Compose in a terminal. */
async function namedFiles(shell: Shell, folder: vscode.Uri): Promise<vscode.Uri[]> {
  const text = await readText(vscode.Uri.joinPath(folder, ".env"));
  const { envValues, filesOfProject } = shell.core();
  const files = filesOfProject(envValues(text ?? "")).map(name => vscode.Uri.file(path.resolve(folder.fsPath, name)));
  const areThere = await Promise.all(files.map(hasFile));
  return areThere.includes(false) ? [] : files;
}

/** The files that the person chose for a folder's project, relative to it; none for those that Compose takes by itself. */
export async function chosenFiles(shell: Shell, folder: vscode.Uri): Promise<readonly string[]> {
  const stored = shell.extension.workspaceState.get<Record<string, readonly string[]>>(key, {})[folder.toString()];
  const chosen = stored ?? [];
  const areThere = await Promise.all(chosen.map(name => hasFile(vscode.Uri.joinPath(folder, name))));
  return areThere.includes(false) ? [] : chosen;
}

async function choose(shell: Shell, folder: vscode.Uri, files: readonly string[]): Promise<void> {
  const all = shell.extension.workspaceState.get<Record<string, readonly string[]>>(key, {});
  const chosen = files.map(file => path.relative(folder.fsPath, file).replaceAll("\\", "/"));
  await shell.extension.workspaceState.update(key, { ...all, [folder.toString()]: chosen });
}

/** The files of a folder's project: those that were chosen, else those that Compose takes by itself. */
export async function projectFiles(shell: Shell, folder: vscode.Uri): Promise<vscode.Uri[]> {
  const chosen = await chosenFiles(shell, folder);
  return chosen.length === 0 ? composeFiles(shell, folder) : chosen.map(name => vscode.Uri.joinPath(folder, name));
}

/**
 * Makes the Compose file that a command is on the one of its folder's project, as `docker compose -f` would take it. Asks
 * where it can be started in more than one way; false where the person left. Anything else than a file changes nothing.
 */
export async function takeFile(
  shell: Shell,
  compose: Compose,
  folder: vscode.Uri,
  argument: unknown,
  containers: readonly ContainerSummary[],
): Promise<boolean> {
  if (!(argument instanceof vscode.Uri) || argument.fsPath === folder.fsPath) return true;
  const file = argument.fsPath;
  const standard = (await composeFiles(shell, folder)).map(({ fsPath }) => fsPath);
  if (standard.includes(file)) {
    await choose(shell, folder, []);
    return true;
  }
  const lists = await usableLists(compose, file, standard, folder, containers);
  const files = lists.length < 2 ? lists[0] : await askForList(folder, lists);
  if (!files) return false;
  await choose(shell, folder, files);
  return true;
}

/** The lists that Compose can read; where it reads none, the file alone, so that it says why. */
async function usableLists(
  compose: Compose,
  file: string,
  standard: readonly string[],
  folder: vscode.Uri,
  containers: readonly ContainerSummary[],
): Promise<readonly (readonly string[])[]> {
  for (const files of recordedFiles(file, folder.fsPath, containers)) {
    const areThere = await Promise.all(files.map(name => hasFile(vscode.Uri.file(name))));
    if (!areThere.includes(false)) return [files];
  }
  const beside = vscode.Uri.file(path.dirname(file));
  const entries = await vscode.workspace.fs.readDirectory(beside);
  const others = entries.filter(([name]) => fileName.test(name)).map(([name]) => path.join(path.dirname(file), name));
  const lists = fileLists(file, standard, others);
  const readable = await Promise.all(
    lists.map(files =>
      compose.config(files).then(
        () => true,
        () => false,
      ),
    ),
  );
  const usable = lists.filter((_files, index) => readable[index]);
  return usable.length === 0 ? [[file]] : usable;
}

async function askForList(
  folder: vscode.Uri,
  lists: readonly (readonly string[])[],
): Promise<readonly string[] | undefined> {
  const items = lists.map(files => {
    const relative = files.map(file => path.relative(folder.fsPath, file));
    const [file = "", base] = relative.toReversed();
    return {
      label: base === undefined ? l10n.t("{file} alone", { file }) : l10n.t("{file} on top of {base}", { file, base }),
      detail: ["docker compose", ...fileWords(relative)].join(" "),
      files,
    };
  });
  const picked = await vscode.window.showQuickPick(items, {
    title: l10n.t("Compose Files"),
    placeHolder: l10n.t("How this Compose file is meant to be started"),
  });
  return picked?.files;
}

/**
 * The lists of files, `file` among them, that containers were started with, as Compose notes it on each
 * (https://github.com/docker/compose/blob/main/pkg/api/labels.go). An image may bear such a label of its own, so only files
 * of the folder count.
 */
export function recordedFiles(
  file: string,
  folder: string,
  containers: readonly Pick<ContainerSummary, "labels">[],
): readonly (readonly string[])[] {
  const labels = new Set(containers.map(({ labels: each }) => each["com.docker.compose.project.config_files"] ?? ""));
  return [...labels]
    .map(label => label.split(","))
    .filter(files => files.includes(file) && files.every(each => isInside(slashes(folder), slashes(each))));
}

/**
 * The lists of files with which a Compose file may be meant: alone, or on top of another one, which is the one that Compose
 * takes by itself, or any of `others` where it takes none.
 */
export function fileLists(
  file: string,
  standard: readonly string[],
  others: readonly string[],
): readonly (readonly string[])[] {
  const bases = standard.length > 0 ? standard.slice(0, 1) : others.filter(other => other !== file);
  return [[file], ...bases.map(base => [base, file])];
}

/** Whether a container is of one of the projects, or was started from one of the folders or below it. */
export function isOfFolders(
  { project, labels }: Pick<ContainerSummary, "project" | "labels">,
  folders: readonly string[],
  projects: readonly string[],
): boolean {
  if (project !== null && projects.includes(project)) return true;
  const started = labels["com.docker.compose.project.working_dir"];
  return started !== undefined && folders.some(folder => isInside(slashes(folder), slashes(started)));
}

function slashes(name: string): string {
  return name.replaceAll("\\", "/");
}

/** What equals an action on a project on the command line. */
export function commandLine(
  { request, chosen }: { readonly request: Pick<ComposeRequest, "project">; readonly chosen: readonly string[] },
  ...words: readonly string[]
): string {
  return ["docker compose -p", request.project, ...fileWords(chosen), ...words].join(" ");
}

function fileWords(files: readonly string[]): readonly string[] {
  return files.map(file => `-f ${/^[\w./@%+-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`}`);
}
