import * as path from "node:path";
import * as vscode from "vscode";
import { l10n } from "vscode";
import { showDifference } from "../inspection";
import { hasFile, readText, type Shell } from "../shell";
import { setCorrection } from "./correct";
import type { ReconNode } from "./recon-tree";

/** A file of the workspace beside what the plan would make of it. */
export async function compareWithPlan(shell: Shell, { folder, row }: ReconNode): Promise<void> {
  const file = row.place?.path;
  if (file !== undefined) await compare(shell, folder, file, []);
}

/** A build script beside what the plan would add to it, files on request included. */
export async function showWhereDockerJoins(shell: Shell, { folder, row }: ReconNode): Promise<void> {
  const file = row.place?.path;
  if (file === undefined) return;
  const isMake = /^(GNUm|m|M)akefile$/.test(path.posix.basename(file));
  await compare(shell, folder, file, isMake ? ["makefile"] : []);
}

async function compare(
  shell: Shell,
  folder: vscode.WorkspaceFolder,
  file: string,
  add: readonly string[],
): Promise<void> {
  const { files } = await vscode.window.withProgress({ location: { viewId: "drydock.recon" } }, () =>
    shell.app().plan(folder.uri.fsPath, { add }),
  );
  const planned = files.find(change => change.path === file);
  const present = (await readText(vscode.Uri.joinPath(folder.uri, file))) ?? "";
  if (!planned || planned.text === present) {
    const words = planned
      ? l10n.t("{file} is as the plan has it.", { file })
      : l10n.t("The plan adds nothing to {file} and leaves it as it is.", { file });
    void vscode.window.showInformationMessage(words);
    return;
  }
  const name = path.posix.basename(file);
  await showDifference(
    shell,
    l10n.t("{name}: on disk ↔ in the plan", { name }),
    { name: l10n.t("{name} on disk", { name }), text: present },
    { name: l10n.t("{name} in the plan", { name }), text: planned.text },
  );
}

/** Says in `.drydock.yaml` that an optional service is needed, so that the plan has it. */
export async function addServiceToPlan(shell: Shell, { folder, row }: ReconNode): Promise<void> {
  if (row.finding === undefined) return;
  await setCorrection(shell, folder, row.finding, "optional", false);
  const dockerize = l10n.t("Dockerize Workspace");
  const isThere = await hasFile(vscode.Uri.joinPath(folder.uri, "compose.yaml"));
  const next = isThere ? l10n.t("Dockerize again to see what that changes.") : l10n.t("Dockerize to see it.");
  const answer = await vscode.window.showInformationMessage(
    l10n.t("{label} is in the plan now. {next}", { label: row.label, next }),
    dockerize,
  );
  if (answer === dockerize) await vscode.commands.executeCommand("drydock.workspace.dockerize", folder.uri);
}
