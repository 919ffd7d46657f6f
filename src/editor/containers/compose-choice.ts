import * as vscode from "vscode";
import { l10n } from "vscode";
import type { ComposeChoice } from "../../model/ports";
import type { Shell } from "../shell";

/** What can be chosen of a project. */
export interface ComposeOptions {
  readonly profiles: readonly string[];
  /** Files of the folder that hold variables, by name. */
  readonly envFiles: readonly string[];
}

interface StoredChoice {
  readonly profiles: readonly string[];
  /** Name of a file in the folder; null for what Compose itself takes. */
  readonly envFile: string | null;
}

const key = "drydock.compose.choice";

/** Files such as `.env`, `.env.local` or `dev.env`; samples are not meant to be used. */
export async function envFilesOf(folder: vscode.Uri): Promise<readonly string[]> {
  const entries = await vscode.workspace.fs.readDirectory(folder).then(
    found => found,
    () => [],
  );
  return entries
    .filter(([name, type]) => (type & vscode.FileType.File) !== 0 && /^\.env(\.[\w.-]+)?$|\.env$/.test(name))
    .map(([name]) => name)
    .filter(name => !/\b(example|sample|template|dist)\b/i.test(name))
    .sort();
}

/** There is something to choose: a profile, or a file of variables besides the one that Compose takes by itself. */
export function isChoice({ profiles, envFiles }: ComposeOptions): boolean {
  return profiles.length > 0 || envFiles.some(name => name !== ".env");
}

export function storedChoice(shell: Shell, folder: vscode.Uri): StoredChoice | undefined {
  return shell.extension.workspaceState.get<Record<string, StoredChoice>>(key, {})[folder.toString()];
}

/** The choice for Compose; what is no more is left out. */
export function composeChoice(
  stored: StoredChoice | undefined,
  folder: vscode.Uri,
  options: ComposeOptions,
): ComposeChoice {
  const profiles = (stored?.profiles ?? []).filter(name => options.profiles.includes(name));
  const { envFile } = stored ?? {};
  const isThere = typeof envFile === "string" && options.envFiles.includes(envFile);
  return {
    ...(profiles.length > 0 ? { profiles } : {}),
    ...(isThere ? { envFile: vscode.Uri.joinPath(folder, envFile).fsPath } : {}),
  };
}

/** Asks for profiles, then for the file of variables, each only where there are some; false where the person left. */
export async function askForChoice(
  shell: Shell,
  project: string,
  folder: vscode.Uri,
  options: ComposeOptions,
): Promise<boolean> {
  const before = storedChoice(shell, folder);
  let profiles: readonly string[] = [];
  if (options.profiles.length > 0) {
    const items = options.profiles.map(label => ({ label, picked: before?.profiles.includes(label) ?? false }));
    const picked = await vscode.window.showQuickPick(items, {
      canPickMany: true,
      title: l10n.t("Profiles of {project}", { project }),
      placeHolder: l10n.t("Services without a profile always start. Choose which others do."),
    });
    if (!picked) return false;
    profiles = picked.map(({ label }) => label);
  }
  let envFile: string | null = null;
  if (options.envFiles.some(name => name !== ".env")) {
    const own = options.envFiles.includes(".env")
      ? l10n.t("As Compose decides: .env")
      : l10n.t("As Compose decides: no file");
    const items = [
      { label: own, name: null },
      ...options.envFiles.filter(name => name !== ".env").map(name => ({ label: name, name })),
    ];
    const current = items.find(({ name }) => name === (before?.envFile ?? null));
    const picked = await vscode.window.showQuickPick(
      items.map(item => ({ ...item, ...(item === current ? { description: l10n.t("now") } : {}) })),
      {
        title: l10n.t("Environment File of {project}", { project }),
        placeHolder: l10n.t("Where the variables of the Compose file come from"),
      },
    );
    if (!picked) return false;
    envFile = picked.name;
  }
  const all = shell.extension.workspaceState.get<Record<string, StoredChoice>>(key, {});
  await shell.extension.workspaceState.update(key, { ...all, [folder.toString()]: { profiles, envFile } });
  return true;
}
