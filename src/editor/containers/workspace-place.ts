import * as vscode from "vscode";
import { l10n } from "vscode";
import { hasFile } from "../shell";
import { contextsOf } from "./compose-project";
import type { EngineStore } from "./engine-store";

/**
 * The workspace file behind a path of the workspace or of a container: `/app/shop/tasks.py` is the longest tail of it
 * that exists in one of the `contexts` that images are built from, else in a folder of the workspace. Null where none does,
 * as for files of installed packages.
 */
export async function workspaceFile(path: string, contexts: readonly string[]): Promise<vscode.Uri | null> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  for (const [root, tail] of candidatesOf(path, [...contexts.map(context => [vscode.Uri.file(context)]), folders])) {
    const uri = vscode.Uri.joinPath(root, tail);
    if (await hasFile(uri)) return uri;
  }
  return null;
}

/** Folders and tails of a path, likeliest first; folders that stand together in `roots` are as likely as each other. */
export function* candidatesOf<Root>(
  path: string,
  roots: readonly (readonly Root[])[],
): Generator<readonly [Root, string]> {
  const parts = path.split("/").filter(part => part !== "" && part !== "." && part !== "..");
  if (parts.includes("site-packages") || parts.includes("dist-packages")) return;
  for (const group of roots)
    for (const start of parts.keys()) for (const root of group) yield [root, parts.slice(start).join("/")];
}

export async function openWorkspacePlace(path: string, line: number, contexts: readonly string[] = []): Promise<void> {
  const uri = await workspaceFile(path, contexts);
  if (!uri) {
    vscode.window.setStatusBarMessage(l10n.t("{path} is not in this workspace", { path }), 5000);
    return;
  }
  const at = new vscode.Position(Math.max(0, line - 1), 0);
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at), viewColumn: besidePanel() });
}

/** The panel stays visible: a link opens in another group, if there is one, else beside. */
function besidePanel(): vscode.ViewColumn {
  const active = vscode.window.tabGroups.activeTabGroup.viewColumn;
  const other = vscode.window.tabGroups.all.find(group => group.viewColumn !== active);
  return other?.viewColumn ?? vscode.ViewColumn.Beside;
}

interface PathLink extends vscode.TerminalLink {
  readonly path: string;
  readonly line: number;
}

/** Makes `/app/shop/views.py:42` in our own terminals a link to the workspace file. */
export function containerTerminalLinks(engine: Pick<EngineStore, "projects">): vscode.Disposable {
  const provider: vscode.TerminalLinkProvider<PathLink> = {
    provideTerminalLinks: ({ line, terminal }) => {
      if (!terminal.name.startsWith("Drydock")) return [];
      const links: PathLink[] = [];
      for (const match of line.matchAll(/(\/[\w./-]+\.py)(?::|", line )(\d+)/g)) {
        links.push({ startIndex: match.index, length: match[0].length, path: match[1] ?? "", line: Number(match[2]) });
      }
      return links;
    },
    handleTerminalLink: ({ path, line }) => openWorkspacePlace(path, line, contextsOf(engine.projects, "")),
  };
  return vscode.window.registerTerminalLinkProvider(provider);
}
