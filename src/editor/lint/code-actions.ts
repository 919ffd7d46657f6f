import * as vscode from "vscode";
import type { Finding, Fix } from "../../model/finding";
import { SourceText } from "../../workspace/source-text";
import { folderOf, lintLanguage, rangeOf, relativePath, type LintStore } from "./lint-store";

const fixAllKind = vscode.CodeActionKind.SourceFixAll.append("drydock");

/** Quick fixes: the preferred one, others, ignoring in three scopes, the explanation; and "fix all" with safe ones only. */
export class LintActions implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix, fixAllKind];
  readonly #store: LintStore;

  constructor(store: LintStore) {
    this.#store = store;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const findings = this.#store.findings(document.uri);
    const actions: vscode.CodeAction[] = [];
    const wants = (kind: vscode.CodeActionKind): boolean => context.only === undefined || context.only.contains(kind);
    if (wants(vscode.CodeActionKind.QuickFix)) {
      for (const finding of findings) {
        const at = rangeOf(finding, document);
        if (at.intersection(range) === undefined) continue;
        const diagnostic = context.diagnostics.find(
          candidate =>
            candidate.source === "Drydock" && candidate.range.isEqual(at) && candidate.message === finding.message,
        );
        actions.push(...(await this.#quickFixes(document, finding, diagnostic)));
      }
    }
    if (context.only?.contains(fixAllKind) || (context.only && fixAllKind.contains(context.only))) {
      const edit = await fixAllEdit(document, findings);
      if (edit) {
        const action = new vscode.CodeAction("Fix All Drydock Findings", fixAllKind);
        action.edit = edit;
        actions.push(action);
      }
    }
    return actions;
  }

  async #quickFixes(
    document: vscode.TextDocument,
    finding: Finding,
    diagnostic: vscode.Diagnostic | undefined,
  ): Promise<vscode.CodeAction[]> {
    const actions: vscode.CodeAction[] = [];
    for (const [index, fix] of finding.fixes.entries()) {
      const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
      action.edit = await fixEdit(document, fix);
      action.isPreferred = index === 0 && fix.safe;
      actions.push(action);
    }
    for (const scope of ["line", "file"] as const) {
      const insert = ignoreComment(document, finding, scope);
      const words = scope === "line" ? "on This Line" : "in This File";
      const action = new vscode.CodeAction(`Ignore ${finding.rule} ${words}`, vscode.CodeActionKind.QuickFix);
      action.edit = new vscode.WorkspaceEdit();
      action.edit.set(document.uri, [insert]);
      actions.push(action);
    }
    if (folderOf(document.uri)) {
      actions.push(
        commandAction(`Ignore ${finding.rule} in This Workspace`, "drydock.lint.ignoreInWorkspace", [
          document.uri,
          finding.rule,
        ]),
      );
    }
    actions.push(commandAction(`Explain ${finding.rule}`, "drydock.lint.explain", [finding.rule]));
    if (diagnostic) for (const action of actions) action.diagnostics = [diagnostic];
    return actions;
  }
}

function commandAction(title: string, command: string, args: unknown[]): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { command, title, arguments: args };
  return action;
}

/** A fix may touch other files of the folder too; their offsets are those of the text on disk or in an editor. */
async function fixEdit(document: vscode.TextDocument, fix: Fix): Promise<vscode.WorkspaceEdit> {
  const edit = new vscode.WorkspaceEdit();
  const folder = folderOf(document.uri);
  const own = folder ? relativePath(folder, document.uri) : null;
  for (const { path, span, text } of fix.edits) {
    if (own === null || path === own || !folder) {
      edit.replace(
        document.uri,
        new vscode.Range(document.positionAt(span.start), document.positionAt(span.end)),
        text,
      );
      continue;
    }
    const uri = vscode.Uri.joinPath(folder.uri, path);
    const other = await openOrNull(uri);
    if (other) edit.replace(uri, new vscode.Range(other.positionAt(span.start), other.positionAt(span.end)), text);
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
export async function fixAllEdit(
  document: vscode.TextDocument,
  findings: readonly Finding[],
): Promise<vscode.WorkspaceEdit | null> {
  const text = safelyFixed(document.getText(), findings, document);
  if (text === null) return null;
  const edit = new vscode.WorkspaceEdit();
  for (const { range, newText } of text) edit.replace(document.uri, range, newText);
  return edit;
}

function safelyFixed(
  text: string,
  findings: readonly Finding[],
  document: vscode.TextDocument,
): vscode.TextEdit[] | null {
  const taken: { start: number; end: number; text: string }[] = [];
  const folder = folderOf(document.uri);
  const own = folder ? relativePath(folder, document.uri) : null;
  for (const finding of findings) {
    const fix = finding.fixes.find(candidate => candidate.safe);
    const edits = fix?.edits ?? [];
    const here = edits.every(edit => own === null || edit.path === own);
    const free = edits.every(({ span }) => !taken.some(other => span.start < other.end && other.start < span.end));
    const fresh = edits.every(({ span }) => !taken.some(other => other.start === span.start && other.end === span.end));
    if (edits.length === 0 || !here || !free || !fresh) continue;
    taken.push(...edits.map(({ span, text: replacement }) => ({ ...span, text: replacement })));
  }
  if (taken.length === 0) return null;
  const source = new SourceText(text);
  const position = (offset: number): vscode.Position => {
    const { line, column } = source.position(offset);
    return new vscode.Position(line - 1, column - 1);
  };
  return taken.map(({ start, end, text: replacement }) =>
    vscode.TextEdit.replace(new vscode.Range(position(start), position(end)), replacement),
  );
}

/** A comment in the syntax that the file already uses: hadolint's, or ours. */
function ignoreComment(document: vscode.TextDocument, finding: Finding, scope: "line" | "file"): vscode.TextEdit {
  const text = document.getText();
  const hadolint = finding.mirrors.find(code => /^(DL|SC)\d+$/.test(code));
  const usesHadolint = lintLanguage(document) === "dockerfile" && hadolint !== undefined && /#\s*hadolint\s/.test(text);
  if (scope === "file") {
    const directive = usesHadolint ? `# hadolint global ignore=${hadolint}` : `# drydock global ignore=${finding.rule}`;
    return vscode.TextEdit.insert(new vscode.Position(afterDirectives(document), 0), `${directive}\n`);
  }
  const line = instructionStart(document, finding.line - 1);
  const indent = /^\s*/.exec(document.lineAt(line).text)?.[0] ?? "";
  const directive = usesHadolint ? `# hadolint ignore=${hadolint}` : `# drydock ignore=${finding.rule}`;
  return vscode.TextEdit.insert(new vscode.Position(line, 0), `${indent}${directive}\n`);
}

/** Parser directives (`# syntax=`, `# escape=`, `# check=`) count only while they are first. */
function afterDirectives(document: vscode.TextDocument): number {
  let line = 0;
  while (line < document.lineCount && /^#\s*[a-z]+\s*=/i.test(document.lineAt(line).text)) line++;
  return line;
}

/** A comment goes before the instruction, never between the lines of one. */
function instructionStart(document: vscode.TextDocument, line: number): number {
  if (lintLanguage(document) !== "dockerfile") return line;
  let start = line;
  while (start > 0 && /\\\s*$/.test(document.lineAt(start - 1).text)) start--;
  return start;
}
