import * as vscode from "vscode";
import { l10n } from "vscode";
import { plural } from "../figures";
import { pickFolder, type Shell } from "../shell";
import type { ReconStore } from "./recon-store";
import type { ReconNode } from "./recon-tree";
import { supportSummary } from "./support-summary";

/**
 * Asks the person's own uv or pip which packages have wheels for Python 3.11: the command is shown and confirmed first,
 * the answers go into the tree.
 */
export async function findPackageSupport(shell: Shell, store: ReconStore, node: ReconNode | undefined): Promise<void> {
  const folder = node?.folder ?? (await pickFolder());
  if (!folder) return;
  const recon = store.get(folder) ?? (await store.read(folder));
  if (!recon) return;
  const inquiry = await shell.app().inquiry(folder.uri.fsPath, recon);
  if (!inquiry) {
    void vscode.window.showInformationMessage(
      l10n.t("There is nothing to ask: the workspace tells for every package whether it supports Python 3.11."),
    );
    return;
  }
  const button = l10n.t("Check Online");
  const answer = await vscode.window.showInformationMessage(
    plural(inquiry.packages, l10n.t("Ask about {count} package?"), l10n.t("Ask about {count} packages?")),
    {
      modal: true,
      detail: l10n.t(
        "Drydock runs this command, which asks the index that it is configured with. Nothing is built or installed.\n\n{command}",
        { command: inquiry.command },
      ),
    },
    button,
  );
  if (answer !== button) return;
  const result = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: l10n.t("Checking packages for Python 3.11"),
      cancellable: true,
    },
    (progress, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      return inquiry.ask({
        signal: stop.signal,
        onProgress: (done, total) => progress.report({ message: l10n.t("{done} of {total}", { done, total }) }),
      });
    },
  );
  await store.addAnswers(folder, result.answers);
  void vscode.window.showInformationMessage(supportSummary(result.answers, inquiry.packages));
}
