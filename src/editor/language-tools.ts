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
