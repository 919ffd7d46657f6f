import * as vscode from "vscode";
import { editConfiguration } from "../recon/edit-configuration";
import type { Shell } from "../shell";

/** Switches a rule off for the whole workspace, in the configuration that everyone shares. */
export async function ignoreRule(shell: Shell, uri: vscode.Uri, rule: string): Promise<void> {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (folder) await editConfiguration(folder, text => shell.core().setYamlPath(text, ["lint", "rules", rule], "off"));
}
