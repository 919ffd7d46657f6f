import * as path from "node:path";
import * as vscode from "vscode";
import { l10n } from "vscode";
import type { Compose, ComposeRequest } from "../../model/ports";
import { hasFile, readText, type Shell } from "../shell";
import { composeChoice, envFilesOf, storedChoice, type ComposeOptions } from "./compose-choice";

/** A service that a Compose file defines, with the line of its key. */
export interface DefinedService {
  readonly name: string;
  readonly isBuilt: boolean;
  /** It has a `develop.watch` section. */
  readonly isWatched: boolean;
  /** The profiles that it belongs to; none for a service that always starts. */
  readonly profiles: readonly string[];
  readonly uri: vscode.Uri;
  readonly line: number;
}

/** A Compose project of the workspace, as `docker compose config` reads it. */
export interface ComposeProject {
  readonly folder: vscode.WorkspaceFolder;
  readonly request: ComposeRequest;
  readonly services: readonly DefinedService[];
  readonly options: ComposeOptions;
}

/** Whether a service starts with all others: it has no profile, or one that the person chose. */
export function startsWithAll({ request }: ComposeProject, { profiles }: DefinedService): boolean {
  return profiles.length === 0 || profiles.some(name => request.profiles?.includes(name) === true);
}

const names = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];
const overrides = ["compose.override.yaml", "compose.override.yml", "docker-compose.override.yml"];

/** The Compose files of a folder, in the order in which Compose itself looks for them. */
export async function composeFiles(folder: vscode.Uri): Promise<vscode.Uri[]> {
  for (const name of names) {
    const uri = vscode.Uri.joinPath(folder, name);
    if (!(await hasFile(uri))) continue;
    for (const override of overrides) {
      const beside = vscode.Uri.joinPath(folder, override);
      if (await hasFile(beside)) return [uri, beside];
    }
    return [uri];
  }
  return [];
}

/**
 * Whether a command on a Compose file is for the project of its folder: on another file it would start what nobody asked for.
 * Says so where it is not; true for a command on anything else than a file.
 */
export function takesFile({ request }: ComposeProject, argument: unknown): boolean {
  if (!(argument instanceof vscode.Uri) || argument.fsPath === request.folder) return true;
  if (request.files.includes(argument.fsPath)) return true;
  const relative = (file: string): string => path.relative(request.folder, file);
  void vscode.window.showInformationMessage(
    l10n.t("Compose takes {files} in this folder by itself, and not {file}. Name it in COMPOSE_FILE or with -f.", {
      files: request.files.map(relative).join(", "),
      file: relative(argument.fsPath),
    }),
  );
  return false;
}

/** Asks Compose about a folder's project anew only where something that it reads was changed. */
export class ProjectReader {
  readonly #shell: Shell;
  readonly #known = new Map<string, { readonly stamp: string; readonly project: ComposeProject }>();

  constructor(shell: Shell) {
    this.#shell = shell;
  }

  /** The project of a folder; null where it has no Compose file. Throws what Compose says of a broken one. */
  async read(folder: vscode.WorkspaceFolder, compose: Compose): Promise<ComposeProject | null> {
    const key = folder.uri.toString();
    const files = await composeFiles(folder.uri);
    if (files.length === 0) return null;
    const envFiles = await envFilesOf(folder.uri);
    const stamp = await stampOf(files, envFiles, folder.uri, JSON.stringify(storedChoice(this.#shell, folder.uri)));
    const known = this.#known.get(key);
    if (known && known.stamp === stamp) return known.project;
    const project = await readProject(this.#shell, folder, compose, files, envFiles);
    if (stamp === null) this.#known.delete(key);
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
  envFiles: readonly string[],
): Promise<ComposeProject> {
  const { envFile } = composeChoice(shell, folder.uri, { profiles: [], envFiles });
  const config = await compose.config(
    files.map(uri => uri.fsPath),
    undefined,
    { profiles: ["*"], ...(envFile === undefined ? {} : { envFile }) },
  );
  const services: DefinedService[] = [];
  for (const [name, value] of Object.entries(recordOf(recordOf(config)["services"]))) {
    const { uri, line } = await definitionOf(files, name);
    const isWatched = Array.isArray(recordOf(recordOf(value)["develop"])["watch"]);
    const profiles = namesOf(recordOf(value)["profiles"]);
    services.push({ name, isBuilt: "build" in recordOf(value), isWatched, profiles, uri, line });
  }
  const options = { profiles: [...new Set(services.flatMap(service => service.profiles))].sort(), envFiles };
  const project = recordOf(config)["name"];
  return {
    folder,
    request: {
      project: typeof project === "string" ? project : projectName(folder.name),
      folder: folder.uri.fsPath,
      files: files.map(uri => uri.fsPath),
      ...composeChoice(shell, folder.uri, options),
    },
    services,
    options,
  };
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
