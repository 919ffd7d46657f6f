import * as vscode from "vscode";
import { l10n } from "vscode";
import type { Finding, Fix } from "../../model/finding";
import type { Shell } from "../shell";
import { folderOf, lintLanguage, rangeOf, relativePath, type LintStore } from "./lint-store";

const fixAllKind = vscode.CodeActionKind.SourceFixAll.append("drydock");

/** Quick fixes: preferred ones, others, ignoring in three scopes, the explanation; and "fix all" with safe ones only. */
export class LintActions implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix, fixAllKind];
  readonly #shell: Shell;
  readonly #store: LintStore;

  constructor(shell: Shell, store: LintStore) {
    this.#shell = shell;
    this.#store = store;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const findings = this.#store.findings(document.uri);
    const wants = (kind: vscode.CodeActionKind): boolean => context.only === undefined || context.only.contains(kind);
    if (wants(vscode.CodeActionKind.QuickFix)) {
      const here = findings.filter(finding => rangeOf(finding, document).intersection(range) !== undefined);
      // With several findings at one place all fixes come before the first way to ignore one.
      const groups = await Promise.all(here.map(finding => this.#quickFixes(document, finding, context.diagnostics)));
      const ranks = [...new Set(groups.flatMap(group => group.map(({ rank }) => rank)))].sort((a, b) => a - b);
      return ranks.flatMap(rank =>
        groups.flatMap(group => group.filter(each => each.rank === rank).map(each => each.action)),
      );
    }
    if (context.only !== undefined && (context.only.contains(fixAllKind) || fixAllKind.contains(context.only))) {
      const edit = fixAllEdit(this.#shell, document, findings);
      if (edit === null) return [];
      const action = new vscode.CodeAction(l10n.t("Fix All Drydock Findings"), fixAllKind);
      action.edit = edit;
      return [action];
    }
    return [];
  }

  async #quickFixes(
    document: vscode.TextDocument,
    finding: Finding,
    diagnostics: readonly vscode.Diagnostic[],
  ): Promise<readonly { readonly rank: number; readonly action: vscode.CodeAction }[]> {
    const ranked: { rank: number; action: vscode.CodeAction }[] = [];
    for (const [index, fix] of finding.fixes.entries()) {
      const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
      action.edit = await fixEdit(document, fix);
      action.isPreferred = index === 0 && fix.safe;
      ranked.push({ rank: action.isPreferred ? 0 : 1, action });
    }
    const language = lintLanguage(document);
    for (const scope of language === null ? [] : (["line", "file"] as const)) {
      const action = new vscode.CodeAction(
        scope === "line"
          ? l10n.t("Ignore {rule} on This Line", { rule: finding.rule })
          : l10n.t("Ignore {rule} in This File", { rule: finding.rule }),
        vscode.CodeActionKind.QuickFix,
      );
      const { span, text } = this.#shell
        .core()
        .ignoreEdit(document.getText(), language ?? "dockerfile", finding, scope);
      action.edit = new vscode.WorkspaceEdit();
      action.edit.set(document.uri, [vscode.TextEdit.replace(spanRange(document, span), text)]);
      ranked.push({ rank: scope === "line" ? 2 : 3, action });
    }
    if (folderOf(document.uri)) {
      const title = l10n.t("Ignore {rule} in This Workspace", { rule: finding.rule });
      const args = [document.uri, finding.rule];
      ranked.push({ rank: 4, action: commandAction(title, "drydock.lint.ignoreInWorkspace", args) });
    }
    const explain = commandAction(l10n.t("Explain {rule}", { rule: finding.rule }), "drydock.lint.explain", [
      finding.rule,
    ]);
    ranked.push({ rank: 5, action: explain });
    const at = rangeOf(finding, document);
    const diagnostic = diagnostics.find(
      each => each.source === "Drydock" && each.range.isEqual(at) && each.message === finding.message,
    );
    if (diagnostic) for (const { action } of ranked) action.diagnostics = [diagnostic];
    return ranked;
  }
}

function commandAction(title: string, command: string, args: unknown[]): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { command, title, arguments: args };
  return action;
}

/** A fix may touch other files of the folder too; their offsets are those of the text on disk or in an editor. */
export async function fixEdit(document: vscode.TextDocument, fix: Fix): Promise<vscode.WorkspaceEdit> {
  const edit = new vscode.WorkspaceEdit();
  const folder = folderOf(document.uri);
  const own = folder ? relativePath(folder, document.uri) : null;
  for (const { path, span, text } of fix.edits) {
    if (own === null || path === own || !folder) {
      edit.replace(document.uri, spanRange(document, span), text);
      continue;
    }
    const uri = vscode.Uri.joinPath(folder.uri, path);
    const other = await openOrNull(uri);
    if (other) edit.replace(uri, spanRange(other, span), text);
    else edit.createFile(uri, { contents: new TextEncoder().encode(text), ignoreIfExists: true });
  }
  return edit;
}

function openOrNull(uri: vscode.Uri): Thenable<vscode.TextDocument | null> {
  return vscode.workspace.openTextDocument(uri).then(
    document => document,
    () => null,
  );
}

/** The safe fixes of one file that do not touch each other, in one edit; null where there is none. */
function fixAllEdit(
  shell: Shell,
  document: vscode.TextDocument,
  findings: readonly Finding[],
): vscode.WorkspaceEdit | null {
  const [path] = findings.map(finding => finding.path);
  if (path === undefined) return null;
  const { edits } = shell.core().applyFixes(new Map([[path, document.getText()]]), findings);
  const own = edits.get(path) ?? [];
  if (own.length === 0) return null;
  const edit = new vscode.WorkspaceEdit();
  for (const { span, text } of own) edit.replace(document.uri, spanRange(document, span), text);
  return edit;
}

function spanRange(document: vscode.TextDocument, { start, end }: Finding["span"]): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
