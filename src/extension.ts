import type * as vscode from "vscode";
import { registerConfiguration } from "./editor/configuration";
import { registerGeneralCommands } from "./editor/general-commands";
import { registerLint } from "./editor/lint/register-lint";
import { registerRecon } from "./editor/recon/register-recon";
import { createShell } from "./editor/shell";
import { registerWorkbench } from "./editor/workbench";

/**
 * Registers everything; starts no process, opens no socket, and loads neither the core nor the workbench (review,
 * containers, verification) until something of theirs is asked for.
 */
export function activate(context: vscode.ExtensionContext): void {
  const shell = createShell(context);
  context.subscriptions.push(registerGeneralCommands(shell), registerConfiguration(shell));
  const recon = registerRecon(shell);
  const lint = registerLint(shell, recon);
  context.subscriptions.push(registerWorkbench(shell, recon, lint));
}
