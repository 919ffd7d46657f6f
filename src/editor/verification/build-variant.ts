import * as vscode from "vscode";
import { l10n } from "vscode";
import { formatBytes } from "../../report/figures";
import { isCancelled, type Shell } from "../shell";
import type { VerificationStore } from "./verification-store";

/** Build Variant: builds an image without one part, says what that really saves, and keeps nothing of it. */
export async function buildVariant(shell: Shell, store: VerificationStore, part?: string): Promise<void> {
  const { last } = store;
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.toString() === last?.folder);
  if (!last || !folder || part === undefined) return;
  const variants = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: l10n.t("Drydock: building without {part}", { part }),
      cancellable: true,
    },
    async (_progress, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      try {
        return await shell.app().variants(folder.uri.fsPath, last.verification, { part, signal: stop.signal });
      } catch (error) {
        if (isCancelled(error)) return null;
        throw error;
      }
    },
  );
  if (!variants) return;
  const words = variants.map(({ service, beforeBytes, afterBytes, savedBytes }) =>
    savedBytes > 0
      ? l10n.t("{service}: {before} to {after}, {saved} saved.", {
          service,
          before: formatBytes(beforeBytes),
          after: formatBytes(afterBytes),
          saved: formatBytes(savedBytes),
        })
      : l10n.t("{service}: {before} to {after}, nothing saved.", {
          service,
          before: formatBytes(beforeBytes),
          after: formatBytes(afterBytes),
        }),
  );
  void vscode.window.showInformationMessage(
    words.length === 0
      ? l10n.t("No variant without {part} can be built by a rule. Change the Dockerfile by hand and verify again.", {
          part,
        })
      : l10n.t("Without {part}, {words} It was built, not started: the tests say whether the code works without it.", {
          part,
          words: words.join(" "),
        }),
  );
}
