import type * as vscode from "vscode";

export interface ToolInput {
  readonly folder?: string;
  readonly group?: string;
  readonly path?: string;
  readonly text?: string;
}

export const languageToolNames = [
  "drydock_get_recon",
  "drydock_get_plan",
  "drydock_lint_files",
  "drydock_get_verification",
  "drydock_open_review",
  "drydock_run_verification",
] as const;

/** What the person is asked before a tool acts; reading tools ask nothing. */
export function toolConfirmation(name: string): vscode.PreparedToolInvocation {
  if (name === "drydock_open_review") {
    const message = "It shows each proposed file as a diff. Nothing is written.";
    return { confirmationMessages: { title: "Open the Dockerize review?", message } };
  }
  if (name === "drydock_run_verification") {
    const message = "It builds the images, starts the services on free ports, measures, and removes what it started.";
    return { confirmationMessages: { title: "Build and run this workspace in containers?", message } };
  }
  return {};
}
