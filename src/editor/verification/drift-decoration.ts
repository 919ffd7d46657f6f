import * as vscode from "vscode";
import { l10n } from "vscode";
import type { VerificationStore } from "./verification-store";

/** `↻` beside files that changed since the last verification. */
export function registerDriftDecoration(store: VerificationStore): vscode.Disposable {
  const changed = new vscode.EventEmitter<undefined>();
  return vscode.Disposable.from(
    changed,
    store.onDidChange(() => changed.fire(undefined)),
    vscode.window.registerFileDecorationProvider({
      onDidChangeFileDecorations: changed.event,
      provideFileDecoration(uri) {
        const folder = store.last?.folder;
        if (store.drift.length === 0 || folder === undefined || !uri.toString().startsWith(`${folder}/`))
          return undefined;
        const path = uri.path.slice(vscode.Uri.parse(folder).path.length + 1);
        const why = store.drift.find(what => what.startsWith(`${path} `));
        return why === undefined
          ? undefined
          : new vscode.FileDecoration("↻", l10n.t("Since the last verification: {why}", { why }));
      },
    }),
  );
}
