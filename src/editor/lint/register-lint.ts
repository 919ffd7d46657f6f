import * as vscode from "vscode";
import { l10n } from "vscode";
import { plural } from "../figures";
import type { ReconPart } from "../recon/register-recon";
import { composePattern, setting, type Shell } from "../shell";
import { LintActions } from "./code-actions";
import { CopyHints, explainHover } from "./explain-hover";
import { LintStore, rangeOf } from "./lint-store";

const selector: vscode.DocumentSelector = [
  { language: "dockerfile" },
  { language: "dockercompose" },
  { pattern: composePattern },
];

export function registerLint(shell: Shell, recon: ReconPart): LintStore {
  const store = new LintStore(shell, recon.store);
  recon.tree.countFindingsWith(uri => store.findings(uri).length);
  shell.extension.subscriptions.push(
    store,
    vscode.languages.registerCodeActionsProvider(selector, new LintActions(shell, store), {
      providedCodeActionKinds: LintActions.kinds,
    }),
    vscode.languages.registerHoverProvider(selector, {
      provideHover: (document, position) => hover(shell, store, recon, document, position),
    }),
    vscode.languages.registerInlayHintsProvider(selector, new CopyHints(shell, store, recon.store)),
    vscode.workspace.registerTextDocumentContentProvider("drydock-inspect", new InspectPages(shell)),
    languageStatus(store),
  );
  store.lintOpen();
  return store;
}

/** Serves rule pages and the JSON of an inspected container or image, read-only. */
class InspectPages implements vscode.TextDocumentContentProvider {
  readonly #shell: Shell;

  constructor(shell: Shell) {
    this.#shell = shell;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const rule = /^\/rules\/(.+)\.md$/.exec(uri.path)?.[1];
    if (rule === undefined) return this.#shell.inspected.get(uri.path) ?? "";
    const core = this.#shell.core();
    if (/^SC\d+$/.test(rule)) return core.shellCheckPage(rule);
    const page = core.rules.find(({ id }) => id === rule);
    return page ? core.rulePageText(page) : l10n.t("No rule is named {rule}.\n", { rule });
  }
}

/** On a squiggle the rule, elsewhere what the line means in this project. */
function hover(
  shell: Shell,
  store: LintStore,
  recon: ReconPart,
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.Hover | undefined {
  if (!setting("hover.enabled", true, document.uri)) return undefined;
  const found = store.findings(document.uri).filter(finding => rangeOf(finding, document).contains(position));
  const { rules, ruleHoverText } = shell.core();
  const texts = [...new Set(found.map(({ rule }) => rule))].flatMap(id => {
    const page = rules.find(candidate => candidate.id === id);
    return page ? [new vscode.MarkdownString(ruleHoverText(page))] : [];
  });
  return texts.length > 0 ? new vscode.Hover(texts) : explainHover(shell, store, recon.store, document, position);
}

/** "Drydock: 3 findings, 2 left to Docker DX" beside the language's name. */
function languageStatus(store: LintStore): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem("drydock.lint", selector);
  item.name = "Drydock";
  const update = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    if (!document) return;
    const count = store.findings(document.uri).length;
    const left = store.withdrawn(document.uri);
    const words = plural(count, l10n.t("{count} finding"), l10n.t("{count} findings"));
    const others = left && l10n.t("{count} left to {peer}", { count: left.count, peer: left.peer });
    item.text = `Drydock: ${[words, others].filter(Boolean).join(", ")}`;
    item.severity = vscode.LanguageStatusSeverity.Information;
    item.busy = store.isBusy(document.uri);
    item.detail = left ? l10n.t("{peer} reports the same", { peer: left.peer }) : "";
    item.command = { command: "drydock.lint.duplicates", title: l10n.t("Duplicates…") };
  };
  return vscode.Disposable.from(item, store.onDidChange(update), vscode.window.onDidChangeActiveTextEditor(update));
}
