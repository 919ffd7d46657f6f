import * as vscode from "vscode";
import { readinessOf } from "../../model/readiness";
import type { ReadinessFinding, TextChange } from "../../model/recon";
import { capital } from "../figures";
import type { ReconStore } from "./recon-store";

/**
 * What would misbehave in a container, as hints at its place in code and scripts: three dots under the words and a quick fix
 * with the suggested change, which is only made when it is chosen.
 */
export class ReadinessHints implements vscode.Disposable, vscode.CodeActionProvider {
  readonly #store: ReconStore;
  readonly #collection = vscode.languages.createDiagnosticCollection("drydock-readiness");
  readonly #disposable: vscode.Disposable;

  constructor(store: ReconStore) {
    this.#store = store;
    this.#disposable = vscode.Disposable.from(
      this.#collection,
      store.onDidChange(() => this.#publish()),
      vscode.languages.registerCodeActionsProvider({ scheme: "file" }, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    );
    this.#publish();
  }

  dispose(): void {
    this.#disposable.dispose();
  }

  #publish(): void {
    this.#collection.clear();
    for (const { folder, recon } of this.#store.folders) {
      const byPath = new Map<string, vscode.Diagnostic[]>();
      for (const finding of recon ? readinessOf(recon) : []) {
        byPath.set(finding.place.path, [...(byPath.get(finding.place.path) ?? []), hint(finding)]);
      }
      for (const [path, hints] of byPath) this.#collection.set(vscode.Uri.joinPath(folder.uri, path), hints);
    }
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    const recon = folder && this.#store.get(folder);
    // Ranges are those of the saved text: after a change they may point elsewhere until it is read again.
    if (!folder || !recon || document.isDirty || this.#store.isStale(folder)) return [];
    return readinessOf(recon).flatMap(finding => {
      const { place, suggestion } = finding;
      const isHere =
        vscode.Uri.joinPath(folder.uri, place.path).toString() === document.uri.toString() &&
        range.start.line <= place.line - 1 &&
        place.line - 1 <= range.end.line;
      if (!isHere || !suggestion) return [];
      const action = new vscode.CodeAction(finding.fix, vscode.CodeActionKind.QuickFix);
      action.edit = new vscode.WorkspaceEdit();
      action.edit.set(
        document.uri,
        suggestion.map(change => new vscode.TextEdit(rangeOf(change), change.newText)),
      );
      action.diagnostics = (this.#collection.get(document.uri) ?? []).filter(
        ({ code, range: at }) => code === finding.rule && at.start.line === place.line - 1,
      );
      return [action];
    });
  }
}

function hint(finding: ReadinessFinding): vscode.Diagnostic {
  const { line, column } = finding.place;
  const start = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  const [change] = finding.suggestion ?? [];
  const isHere = change !== undefined && change.line === line && change.endLine === line;
  const range =
    isHere && change.endColumn > change.column ? rangeOf(change) : new vscode.Range(start, start.translate(0, 1));
  const diagnostic = new vscode.Diagnostic(
    range,
    `${capital(finding.what)}. ${finding.why} ${finding.fix}`,
    vscode.DiagnosticSeverity.Hint,
  );
  diagnostic.source = "Drydock";
  diagnostic.code = finding.rule;
  return diagnostic;
}

function rangeOf(change: TextChange): vscode.Range {
  return new vscode.Range(change.line - 1, change.column - 1, change.endLine - 1, change.endColumn - 1);
}
