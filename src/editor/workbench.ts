import * as path from "node:path";
import * as vscode from "vscode";
import type { LintStore } from "./lint/lint-store";
import type { ReconPart } from "./recon/register-recon";
import { setContext, showError, type Handler, type Shell } from "./shell";
import { languageToolNames, type ToolInput } from "./language-tools";

/** A tree view that VS Code may ask for rows before the bundle with its rows is loaded. */
export interface LateView {
  readonly view: vscode.TreeView<unknown>;
  attach<Node>(provider: vscode.TreeDataProvider<Node>): void;
}

/** What activation already made, for the bundle that is loaded later. */
export interface EarlyParts {
  readonly recon: ReconPart;
  readonly lint: LintStore;
  readonly plan: LateView;
  readonly containers: LateView;
  readonly verification: LateView;
}

/** Review, containers, panel and verification: a bundle of its own (`dist/workbench.js`), loaded on first use. */
export interface Workbench {
  readonly commands: Readonly<Record<string, Handler>>;
  readonly files: vscode.FileSystemProvider;
  restorePanel(panel: vscode.WebviewPanel): void;
  confirmTool(name: string, input: ToolInput): vscode.PreparedToolInvocation;
  runTool(name: string, input: ToolInput): Promise<unknown>;
}

/**
 * Registers everything of the workbench that VS Code may ask for by id: commands, views, the proposals' file system, the
 * panel's serializer and the tools. Each loads the bundle when it is first used.
 */
export function registerWorkbench(shell: Shell, recon: ReconPart, lint: LintStore): vscode.Disposable {
  let workbench: Workbench | undefined;
  const load = (): Workbench => {
    if (workbench) return workbench;
    const file = path.join(vscode.Uri.joinPath(shell.extension.extensionUri, "dist").fsPath, "workbench.js");
    const { attachWorkbench } = require(file) as typeof import("./workbench-entry");
    workbench = attachWorkbench(shell, early);
    return workbench;
  };
  const view = (id: string, options: Partial<vscode.TreeViewOptions<unknown>> = {}): LateView =>
    lateView(id, load, options);
  const early: EarlyParts = {
    recon,
    lint,
    plan: view("drydock.plan", { manageCheckboxStateManually: true }),
    containers: view("drydock.containers", { showCollapseAll: true }),
    verification: view("drydock.verification"),
  };
  setContext("drydock.engine.state", "unknown");
  setContext("drydock.verification.state", "none");
  setContext("drydock.reviewing", false);
  // A review, a verification or an apply of an earlier session has something to show at once.
  if (shell.extension.workspaceState.keys().length > 0) setTimeout(load, 0);
  return vscode.Disposable.from(
    early.plan.view,
    early.containers.view,
    early.verification.view,
    vscode.window.registerTreeDataProvider("drydock.review", { getChildren: () => [], getTreeItem: () => ({}) }),
    vscode.workspace.registerFileSystemProvider(
      "drydock-plan",
      lateFiles(shell, () => load().files),
      {
        isCaseSensitive: true,
      },
    ),
    vscode.window.registerWebviewPanelSerializer("drydock.panel", {
      deserializeWebviewPanel: async panel => load().restorePanel(panel),
    }),
    ...lateCommands(shell, load),
    ...languageToolNames.map(name =>
      vscode.lm.registerTool<ToolInput>(name, {
        prepareInvocation: ({ input }) => load().confirmTool(name, input),
        invoke: async ({ input }) => {
          const text = JSON.stringify(await load().runTool(name, input));
          return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
        },
      }),
    ),
  );
}

function lateView(id: string, load: () => Workbench, options: Partial<vscode.TreeViewOptions<unknown>>): LateView {
  const changed = new vscode.EventEmitter<undefined>();
  let provider: vscode.TreeDataProvider<unknown> | undefined;
  const loaded = (): vscode.TreeDataProvider<unknown> => {
    load();
    if (!provider) throw new Error(`${id} has no rows.`);
    return provider;
  };
  const view = vscode.window.createTreeView<unknown>(id, {
    ...options,
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem: node => loaded().getTreeItem(node),
      getChildren: node => loaded().getChildren(node),
      getParent: node => loaded().getParent?.(node),
      resolveTreeItem: (item, node, token) => loaded().resolveTreeItem?.(item, node, token) ?? item,
    },
  });
  return {
    view,
    attach(real) {
      // The view hands back only nodes that this provider made.
      provider = real as unknown as vscode.TreeDataProvider<unknown>;
      real.onDidChangeTreeData?.(() => changed.fire(undefined));
    },
  };
}

/** The commands that package.json declares and nothing of the shell has registered. */
function lateCommands(shell: Shell, load: () => Workbench): vscode.Disposable[] {
  const manifest = shell.extension.extension.packageJSON as { contributes?: { commands?: { command: string }[] } };
  const declared = manifest.contributes?.commands ?? [];
  return declared
    .filter(({ command }) => !shell.registered.has(command))
    .map(({ command }) =>
      vscode.commands.registerCommand(command, async (...args: unknown[]) => {
        try {
          return await load().commands[command]?.(...(args as never[]));
        } catch (error) {
          showError(shell, error);
          return undefined;
        }
      }),
    );
}

function lateFiles(shell: Shell, files: () => vscode.FileSystemProvider): vscode.FileSystemProvider {
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  let connected: vscode.FileSystemProvider | undefined;
  const real = (): vscode.FileSystemProvider => {
    if (!connected) {
      connected = files();
      shell.extension.subscriptions.push(connected.onDidChangeFile(events => changed.fire(events)));
    }
    return connected;
  };
  return {
    onDidChangeFile: changed.event,
    stat: uri => real().stat(uri),
    readFile: uri => real().readFile(uri),
    writeFile: (uri, content, options) => real().writeFile(uri, content, options),
    readDirectory: uri => real().readDirectory(uri),
    createDirectory: uri => real().createDirectory(uri),
    delete: (uri, options) => real().delete(uri, options),
    rename: (from, to, options) => real().rename(from, to, options),
    watch: () => new vscode.Disposable(() => undefined),
  };
}
