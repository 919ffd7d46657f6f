import * as path from "node:path";
import * as vscode from "vscode";
import type { Compose, ComposeRequest } from "../../model/ports";
import { readText, type Shell } from "../shell";
import { composeChoice, envFilesOf, storedChoice, type ComposeOptions } from "./compose-choice";
import { portsInside, projectNameOf, readConfig } from "./compose-config";
import { chosenFiles, envFileElsewhere, projectFiles } from "./compose-files";

/** A service that a Compose file defines, with the line of its key. */
export interface DefinedService {
  readonly name: string;
  readonly isBuilt: boolean;
  /** The folder that it is built from, absolute; null where it is not built, or from elsewhere. */
  readonly context: string | null;
  /** It has a `develop.watch` section. */
  readonly isWatched: boolean;
  /** The ports inside that it publishes, in the order of the file. */
  readonly ports: readonly number[];
  /** The profiles that it belongs to; none for a service that always starts. */
  readonly profiles: readonly string[];
  readonly uri: vscode.Uri;
  readonly line: number;
}

/** A Compose project of the workspace, as `docker compose config` reads it. */
export interface ComposeProject {
  readonly folder: vscode.WorkspaceFolder;
  readonly request: ComposeRequest;
  /** The Compose files that the person chose, relative to the folder; none for those that Compose takes by itself. */
  readonly chosen: readonly string[];
  readonly services: readonly DefinedService[];
  readonly options: ComposeOptions;
  /** What Compose says of files that it cannot start as they are; null while it can. */
  readonly problem: unknown;
}

/** Whether a service starts with all others: it has no profile, or one that the person chose. */
export function startsWithAll({ request }: ComposeProject, { profiles }: DefinedService): boolean {
  return profiles.length === 0 || profiles.some(name => request.profiles?.includes(name) === true);
}

/** The folders that services are built from, that of `service` first: its image has the code of that folder. */
export function contextsOf(projects: readonly Pick<ComposeProject, "services">[], service: string): readonly string[] {
  const all = projects.flatMap(({ services }) => services);
  const ordered = [...all.filter(({ name }) => name === service), ...all];
  return [...new Set(ordered.flatMap(({ context }) => context ?? []))];
}

/** Asks Compose about a folder's project anew only where something that it reads was changed. */
export class ProjectReader {
  readonly #shell: Shell;
  readonly #known = new Map<string, { readonly stamp: string; readonly project: ComposeProject }>();

  constructor(shell: Shell) {
    this.#shell = shell;
  }

  /** The project of a folder; null where it has no Compose file. Throws what Compose says of one that it cannot read at all. */
  async read(folder: vscode.WorkspaceFolder, compose: Compose): Promise<ComposeProject | null> {
    const key = folder.uri.toString();
    const files = await projectFiles(this.#shell, folder.uri);
    if (files.length === 0) return null;
    const directory = directoryOf(files, folder.uri);
    const envFiles = await envFilesOf(directory);
    const named = await envFileElsewhere(this.#shell, folder.uri, directory);
    const read = named === undefined ? files : [...files, vscode.Uri.file(named)];
    const stamp = await stampOf(read, envFiles, directory, JSON.stringify(storedChoice(this.#shell, folder.uri)));
    const known = this.#known.get(key);
    if (known && known.stamp === stamp) return known.project;
    const project = await readProject(this.#shell, folder, compose, files, { envFiles, named });
    if (stamp === null || project.problem !== null) this.#known.delete(key);
    else this.#known.set(key, { stamp, project });
    return project;
  }
}

/** What changes with every file that Compose reads; null where it reads others, which `include` and `extends` name. */
async function stampOf(
  files: readonly vscode.Uri[],
  envFiles: readonly string[],
  folder: vscode.Uri,
  choice: string | undefined,
): Promise<string | null> {
  for (const uri of files) if (/^\s*["']?(?:include|extends)["']?\s*:/m.test((await readText(uri)) ?? "")) return null;
  const stamps = [...files, ...envFiles.map(name => vscode.Uri.joinPath(folder, name))].map(async uri => {
    const { mtime, size } = await vscode.workspace.fs.stat(uri);
    return `${uri.toString()} ${mtime} ${size}`;
  });
  return [...(await Promise.all(stamps)), choice].join("\n");
}

async function readProject(
  shell: Shell,
  folder: vscode.WorkspaceFolder,
  compose: Compose,
  files: readonly vscode.Uri[],
  { envFiles, named }: { readonly envFiles: readonly string[]; readonly named: string | undefined },
): Promise<ComposeProject> {
  const directory = directoryOf(files, folder.uri);
  const stored = storedChoice(shell, folder.uri);
  const { envFile = named } = composeChoice(stored, directory, { profiles: [], envFiles });
  const paths = files.map(uri => uri.fsPath);
  const choice = { profiles: ["*"], ...(envFile === undefined ? {} : { envFile }) };
  const { config, problem } = await readConfig(compose, paths, choice);
  const services: DefinedService[] = [];
  for (const [name, value] of Object.entries(recordOf(recordOf(config)["services"]))) {
    const { uri, line } = await definitionOf(files, name);
    const isWatched = Array.isArray(recordOf(recordOf(value)["develop"])["watch"]);
    const profiles = namesOf(recordOf(value)["profiles"]);
    const isBuilt = "build" in recordOf(value);
    const { context } = recordOf(recordOf(value)["build"]);
    const own = typeof context === "string" && path.isAbsolute(context) ? context : null;
    const ports = portsInside(recordOf(value)["ports"]);
    services.push({ name, isBuilt, context: own, isWatched, ports, profiles, uri, line });
  }
  const options = { profiles: [...new Set(services.flatMap(service => service.profiles))].sort(), envFiles };
  const read = problem === null ? null : await nameWithVariables(files, envFile ?? path.join(directory.fsPath, ".env"));
  const project = read ?? recordOf(config)["name"];
  return {
    folder,
    request: {
      project: typeof project === "string" ? project : projectName(path.basename(directory.fsPath)),
      folder: directory.fsPath,
      files: paths,
      ...(envFile === undefined ? {} : { envFile }),
      ...composeChoice(stored, directory, options),
    },
    chosen: await chosenFiles(shell, folder.uri),
    services,
    options,
    problem,
  };
}

/** The name of a project that has variables in it, by the environment and the file of variables; null where Compose knows it. */
async function nameWithVariables(files: readonly vscode.Uri[], envFile: string): Promise<string | null> {
  const texts = await Promise.all(files.map(async uri => (await readText(uri)) ?? ""));
  const lines = ((await readText(vscode.Uri.file(envFile))) ?? "").split(/\r?\n/);
  const valueOf = (variable: string): string | undefined => {
    const written = lines.findLast(line => line.startsWith(`${variable}=`))?.slice(variable.length + 1);
    return process.env[variable] ?? written?.trim().replace(/^(["'])(.*)\1$/, "$2");
  };
  return valueOf("COMPOSE_PROJECT_NAME") === undefined ? projectNameOf(texts, valueOf) : null;
}

/** Compose's own rule: paths, and the name where none is given, go by the folder of the first file. */
function directoryOf([first]: readonly vscode.Uri[], folder: vscode.Uri): vscode.Uri {
  return first === undefined ? folder : vscode.Uri.joinPath(first, "..");
}

function namesOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(name => typeof name === "string") : [];
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** Compose's own rule for the name of a folder: lower case, letters, digits, `-` and `_`, beginning with one of the first two. */
function projectName(folder: string): string {
  return folder
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, "")
    .replace(/^[_-]+/, "");
}

async function definitionOf(files: readonly vscode.Uri[], service: string): Promise<{ uri: vscode.Uri; line: number }> {
  for (const uri of files) {
    const lines = ((await readText(uri)) ?? "").split(/\r?\n/);
    const start = lines.findIndex(line => /^services:\s*(#.*)?$/.test(line));
    const at = lines.findIndex((line, index) => {
      const key = /^\s+(["']?)([\w.-]+)\1\s*:/.exec(line)?.[2];
      return index > start && start !== -1 && key === service;
    });
    if (at !== -1) return { uri, line: at + 1 };
  }
  return { uri: files[0] ?? vscode.Uri.file("compose.yaml"), line: 1 };
}
