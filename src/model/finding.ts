import type { Place, Span } from "./place";
import type { Problem } from "./recon";

export type Severity = "error" | "warning" | "info" | "hint";
export type Language = "dockerfile" | "compose";

/** One replacement in one file; `path` is relative to the lint root. */
export interface TextEdit {
  readonly path: string;
  readonly span: Span;
  readonly text: string;
}

/** A titled set of edits; `safe` fixes change no build result and may be applied without reading. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly safe: boolean;
}

export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly code: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly mirrors: readonly string[];
  readonly related: readonly Place[];
  readonly span: Span;
  readonly fixes: readonly Fix[];
  readonly tags: readonly ("deprecated" | "unnecessary")[];
}

export interface LintResult {
  readonly findings: readonly Finding[];
  readonly files: number;
  readonly totalMs: number;
  /** The least severity that is to fail a command line, where the workspace's `.hadolint.yaml` says one. */
  readonly failOn: Severity | "never" | null;
  /** What kept files, or settings that decide, from being read: nothing found there is not nothing wrong there. */
  readonly problems: readonly Problem[];
}
