import * as vscode from "vscode";
import { formatBytes } from "../../report/figures";
import { isCancelled, type Shell } from "../shell";
import type { VerificationStore } from "./verification-store";

/** Build Variant: builds an image without one part, says what that really saves, and keeps nothing of it. */
export async function buildVariant(shell: Shell, store: VerificationStore, part?: string): Promise<void> {
  const { last } = store;
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.toString() === last?.folder);
  if (!last || !folder || part === undefined) return;
  const variants = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Drydock: building without ${part}`, cancellable: true },
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
  const words = variants.map(
    ({ service, beforeBytes, afterBytes, savedBytes }) =>
      `${service}: ${formatBytes(beforeBytes)} to ${formatBytes(afterBytes)}, ${savedBytes > 0 ? `${formatBytes(savedBytes)} saved` : "nothing saved"}.`,
  );
  void vscode.window.showInformationMessage(
    words.length === 0
      ? `No variant without ${part} can be built by a rule. Change the Dockerfile by hand and verify again.`
      : `Without ${part}, ${words.join(" ")} It was built, not started: the tests say whether the code works without it.`,
  );
}
