import * as vscode from "vscode";
import { l10n } from "vscode";
import type { ToolInput } from "./language-tools";
import type { ReconStore } from "./recon/recon-store";
import type { Shell } from "./shell";
import type { VerificationStore } from "./verification/verification-store";

type Call = (folder: vscode.WorkspaceFolder, input: ToolInput) => Promise<unknown>;

/** What each language-model tool answers: facts and figures as JSON. Applying stays with the person. */
export function languageTools(
  shell: Pick<Shell, "app">,
  recon: Pick<ReconStore, "isStale" | "get" | "read">,
  verification: Pick<VerificationStore, "last" | "state" | "drift" | "run">,
): (name: string, input: ToolInput) => Promise<unknown> {
  const calls: Readonly<Record<string, Call>> = {
    drydock_get_recon: async (folder, { group }) => {
      const facts = recon.isStale(folder)
        ? await recon.read(folder)
        : (recon.get(folder) ?? (await recon.read(folder)));
      if (!facts || group === undefined) return facts;
      return Object.fromEntries(Object.entries(facts).filter(([key]) => key === group || key === "root"));
    },
    drydock_get_plan: async folder => {
      const { plan, files } = await shell.app().plan(folder.uri.fsPath);
      return {
        schemaVersion: 1,
        plan,
        files: files.map(({ path, unit, action, text, secret }) => ({
          path,
          unit,
          action,
          text: secret ? null : text,
        })),
      };
    },
    drydock_lint_files: async (folder, { path, text }) => {
      if (path === undefined || text === undefined) return shell.app().lintFolder(folder.uri.fsPath);
      const language = /compose/i.test(path) ? "compose" : "dockerfile";
      const request = { root: folder.uri.fsPath, path, text, language, recon: recon.get(folder) } as const;
      await shell.app().readFolder(folder.uri.fsPath);
      return { schemaVersion: 1, findings: shell.app().lintText(request) };
    },
    drydock_get_verification: async folder => {
      const { last, state, drift } = verification;
      return last?.folder === folder.uri.toString() ? { ...last.verification, state, drift } : { state: "none" };
    },
    drydock_open_review: async folder => {
      await vscode.commands.executeCommand("drydock.workspace.dockerize", folder.uri);
      return { opened: true };
    },
    drydock_run_verification: async folder => {
      if (!vscode.workspace.isTrusted) return { error: l10n.t("Verifying needs a trusted workspace.") };
      return verification.run(folder);
    },
  };
  return async (name, input) => {
    const folder = folderOf(input);
    return folder ? calls[name]?.(folder, input) : { error: l10n.t("No folder is open.") };
  };
}

/** The folder that a tool is asked about: the named one, else the first. */
export function folderOf(input: ToolInput): vscode.WorkspaceFolder | undefined {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.find(candidate => candidate.name === input.folder) ?? folders[0];
}
