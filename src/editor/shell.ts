import * as vscode from "vscode";
import { l10n } from "vscode";
import type { ErrorCode } from "../model/error";
import { sentences } from "../model/sentences";
import { createCoreLoader, type CoreLoader } from "./load-core";

/** What every part of the editor is given: the core on demand, the log, and storage. */
export interface Shell extends CoreLoader {
  readonly extension: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  /** Ids of the commands that are registered already. */
  readonly registered: Set<string>;
  /** Documents of the scheme `drydock-inspect`, by path. */
  readonly inspected: Map<string, string>;
}

/** Compose files, for watchers and selectors. VS Code takes no empty alternative at the end of braces. */
export const composePattern = "**/{compose,docker-compose}{,.*}.{yml,yaml}";

export type Handler = (...args: never[]) => unknown;

export function createShell(extension: vscode.ExtensionContext): Shell {
  const log = vscode.window.createOutputChannel("Drydock", { log: true });
  extension.subscriptions.push(log);
  const loader = createCoreLoader({
    folder: vscode.Uri.joinPath(extension.extensionUri, "dist").fsPath,
    cacheFolder: extension.globalStorageUri.fsPath,
    log: {
      debug: message => log.debug(message),
      info: message => log.info(message),
      warn: message => log.warn(message),
      error: message => log.error(message),
    },
    cliPath: () => setting("engine.cliPath", "docker"),
  });
  return { extension, log, registered: new Set(), inspected: new Map(), ...loader };
}

export function setting<Value>(key: string, fallback: Value, scope?: vscode.ConfigurationScope): Value {
  return vscode.workspace.getConfiguration("drydock", scope).get<Value>(key, fallback);
}

export function setContext(key: string, value: unknown): void {
  void vscode.commands.executeCommand("setContext", key, value);
}

/** Registers commands by id; what one of them throws is shown once, here, at the command's edge. */
export function registerCommands(shell: Shell, handlers: Readonly<Record<string, Handler>>): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([id, handler]) => {
      shell.registered.add(id);
      return vscode.commands.registerCommand(id, async (...args: unknown[]) => {
        try {
          return await handler(...(args as never[]));
        } catch (error) {
          showError(shell, error);
          return undefined;
        }
      });
    }),
  );
}

/** The fields of a `DrydockError`; the core is another bundle, so `instanceof` would not know its class. */
export interface KnownError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly why: string;
  readonly todo: string;
}

export function knownError(error: unknown): KnownError | undefined {
  if (!(error instanceof Error) || error.name !== "DrydockError") return undefined;
  return "why" in error && "todo" in error && "code" in error ? (error as unknown as KnownError) : undefined;
}

export function isCancelled(error: unknown): boolean {
  return knownError(error)?.code === "cancelled" || (error instanceof Error && error.name === "AbortError");
}

/** One sentence of what, why and what to do. */
export function errorText(error: unknown): string {
  const known = knownError(error);
  if (!known) return error instanceof Error ? error.message : String(error);
  return sentences(known.message, known.why, known.todo);
}

/** The buttons that some errors have, by code; [Show Log] is always last. */
const errorButtons: Partial<Record<ErrorCode, readonly (readonly [label: string, command: string])[]>> = {
  "engine-absent": [
    [l10n.t("Try Again"), "drydock.engine.connect"],
    [l10n.t("Select Docker Context…"), "drydock.engine.select"],
  ],
  "engine-denied": [
    [l10n.t("Copy Command"), "drydock.engine.copyGroupCommand"],
    [l10n.t("Try Again"), "drydock.engine.connect"],
  ],
  "engine-lost": [[l10n.t("Try Again"), "drydock.engine.connect"]],
  "engine-too-old": [[l10n.t("Select Docker Context…"), "drydock.engine.select"]],
  "apply-failed": [[l10n.t("Apply Again"), "drydock.review.apply"]],
};

export function showError(shell: Shell, error: unknown): void {
  if (isCancelled(error)) return;
  const known = knownError(error);
  shell.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const buttons = [...(errorButtons[known?.code ?? "usage"] ?? []), [l10n.t("Show Log"), "drydock.log.show"] as const];
  void vscode.window.showErrorMessage(errorText(error), ...buttons.map(([label]) => label)).then(picked => {
    const command = buttons.find(([label]) => label === picked)?.[1];
    if (command !== undefined) void vscode.commands.executeCommand(command);
  });
}

/** The workspace folder that a path or argument belongs to, asked only where there are several. */
export async function pickFolder(argument?: unknown): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (argument instanceof vscode.Uri) {
    const owner = vscode.workspace.getWorkspaceFolder(argument);
    if (owner) return owner;
  }
  if (folders.length < 2) return folders[0];
  return vscode.window.showWorkspaceFolderPick({ placeHolder: l10n.t("The folder with the Python code") });
}

export function hasFile(uri: vscode.Uri): Thenable<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

/** The text of a file, with what is not saved yet; null where there is none on disk, even if an editor still shows one. */
export async function readText(uri: vscode.Uri): Promise<string | null> {
  const open = vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
  if (open?.isDirty) return open.getText();
  return vscode.workspace.fs.readFile(uri).then(
    bytes => new TextDecoder().decode(bytes),
    () => null,
  );
}

/** Runs `work` once no call came for `ms`. */
export function debounce(ms: number, work: () => void): vscode.Disposable & { call(): void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    call() {
      clearTimeout(timer);
      timer = setTimeout(work, ms);
    },
    dispose: () => clearTimeout(timer),
  };
}
