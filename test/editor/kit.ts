import * as vscode from "vscode";

export const EXTENSION = "drydock.drydock";

export function root(): vscode.WorkspaceFolder {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error("The tests need a folder.");
  return folder;
}

export function file(path: string): vscode.Uri {
  return vscode.Uri.joinPath(root().uri, path);
}

export async function write(path: string, text: string): Promise<vscode.Uri> {
  await vscode.workspace.fs.writeFile(file(path), new TextEncoder().encode(text));
  return file(path);
}

export async function read(path: string): Promise<string | null> {
  return vscode.workspace.fs.readFile(file(path)).then(
    bytes => new TextDecoder().decode(bytes),
    () => null,
  );
}

export async function remove(path: string): Promise<void> {
  await vscode.workspace.fs.delete(file(path)).then(
    () => undefined,
    () => undefined,
  );
}

/** Waits until `probe` gives something; fails with `what` after 20 s. */
export async function until<Value>(what: string, probe: () => Value | Promise<Value>): Promise<NonNullable<Value>> {
  const end = Date.now() + 20_000;
  while (Date.now() < end) {
    const value = await probe();
    if (value !== null && value !== undefined && value !== false) return value as NonNullable<Value>;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`Waited 20 s for ${what}.`);
}

export function drydockDiagnostics(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "Drydock");
}
