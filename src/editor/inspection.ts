import * as vscode from "vscode";
import type { Shell } from "./shell";

/** Opens JSON of an engine as a document that is not a file. */
export async function showInspection(shell: Shell, name: string, value: unknown): Promise<void> {
  const uri = vscode.Uri.from({ scheme: "drydock-inspect", path: `/${name.replace(/[^\w.-]+/g, "-")}.json` });
  shell.inspected.set(uri.path, JSON.stringify(value, null, 2));
  await vscode.window.showTextDocument(uri, { preview: true });
}

/** Opens a text of an engine, such as a list of processes, as a document that is not a file. */
export async function showText(shell: Shell, name: string, text: string): Promise<void> {
  await vscode.window.showTextDocument(textDocument(shell, name, text), { preview: true });
}

/** Opens two such texts side by side. */
export async function showDifference(
  shell: Shell,
  title: string,
  before: { readonly name: string; readonly text: string },
  now: { readonly name: string; readonly text: string },
): Promise<void> {
  const left = textDocument(shell, before.name, before.text);
  const right = textDocument(shell, now.name, now.text);
  await vscode.commands.executeCommand("vscode.diff", left, right, title, { preview: true });
}

function textDocument(shell: Shell, name: string, text: string): vscode.Uri {
  const uri = vscode.Uri.from({ scheme: "drydock-inspect", path: `/${name.replace(/[^\w.-]+/g, "-")}.txt` });
  shell.inspected.set(uri.path, text);
  return uri;
}
