import * as vscode from "vscode";
import type { Shell } from "./shell";

/** Opens JSON of an engine as a document that is not a file. */
export async function showInspection(shell: Shell, name: string, value: unknown): Promise<void> {
  const uri = vscode.Uri.from({ scheme: "drydock-inspect", path: `/${name.replace(/[^\w.-]+/g, "-")}.json` });
  shell.inspected.set(uri.path, JSON.stringify(value, null, 2));
  await vscode.window.showTextDocument(uri, { preview: true });
}
