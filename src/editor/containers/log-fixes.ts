import * as vscode from "vscode";
import type { TextChange } from "../../model/recon";
import type { Remedy } from "../../model/remedy";
import type { ReconStore } from "../recon/recon-store";
import { NO_PLAN, type ReviewFile } from "../review/proposal";
import type { ReviewPart } from "../review/register-review";
import { readText, setting, type Shell } from "../shell";

/** Changes of the workspace that mend what a log names, where recon knows one. */
export class LogFixes {
  readonly #shell: Shell;
  readonly #recon: ReconStore;
  readonly #review: ReviewPart;

  constructor(shell: Shell, recon: ReconStore, review: ReviewPart) {
    this.#shell = shell;
    this.#recon = recon;
    this.#review = review;
  }

  /** The title of the change; "" where none is known. */
  async titleOf(log: string): Promise<string> {
    return (await this.#find(log))?.remedy.title ?? "";
  }

  /** Shows the change as a review: nothing is written before a person applies it. */
  async open(log: string): Promise<void> {
    const found = await this.#find(log);
    if (!found) return;
    const { folder, remedy } = found;
    await this.#review.start({
      kind: "fixes",
      title: remedy.title,
      folder,
      compute: async () => ({ plan: NO_PLAN, files: await changedFile(folder, remedy), reasons: [], problems: [] }),
      applied: () => Promise.resolve(),
    });
  }

  /** The first folder for which recon has a change. */
  async #find(log: string): Promise<{ folder: vscode.WorkspaceFolder; remedy: Remedy } | null> {
    const core = this.#shell.core();
    if (core.knownCause(log)?.trail == null) return null;
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      const recon = await this.#read(folder);
      const remedy =
        recon && (await core.remedyOf(log, recon, path => readText(vscode.Uri.joinPath(folder.uri, path))));
      if (remedy) return { folder, remedy };
    }
    return null;
  }

  /** Recon of the text as it is now; a folder is read for this only where reading unasked is allowed. */
  async #read(folder: vscode.WorkspaceFolder): ReturnType<ReconStore["read"]> {
    const known = this.#recon.isStale(folder) ? null : this.#recon.get(folder);
    if (known) return known;
    return setting<string>("recon.run", "onView", folder.uri) === "onView" ? this.#recon.read(folder) : null;
  }
}

async function changedFile(folder: vscode.WorkspaceFolder, { path, changes }: Remedy): Promise<readonly ReviewFile[]> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, path));
  const before = document.getText();
  const text = changed(document, changes);
  return [{ path, action: "merge", before, text, note: null, secret: false }];
}

function changed(document: vscode.TextDocument, changes: readonly TextChange[]): string {
  const offset = (line: number, column: number): number => document.offsetAt(new vscode.Position(line - 1, column - 1));
  return changes.reduceRight(
    (text, { line, column, endLine, endColumn, newText }) =>
      text.slice(0, offset(line, column)) + newText + text.slice(offset(endLine, endColumn)),
    document.getText(),
  );
}
