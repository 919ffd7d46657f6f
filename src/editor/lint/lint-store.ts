import * as vscode from "vscode";
import { l10n } from "vscode";
import type { Finding, Language, Severity } from "../../model/finding";
import type { ReconStore } from "../recon/recon-store";
import { BusyDocuments } from "./busy-documents";
import { languageOf } from "./lint-language";
import { peerCode } from "./peer-code";
import { debounce, errorText, setting, type Shell } from "../shell";

const MAX_BYTES = 2_000_000;
const togetherMs = 50;
/** Linting takes about 0.1 ms a line, so a text of this size takes over 200 ms. */
const SLOW_BYTES = 60_000;
const schemes = new Set(["file", "untitled", "drydock-plan", "vscode-remote", "vscode-vfs"]);

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** The language that we lint a document as; null where it is none of ours. */
export function lintLanguage(document: vscode.TextDocument): Language | null {
  return languageOf(document.languageId, document.uri.path);
}

/** Findings of open documents as diagnostics: linted as one types, on the text that is not saved yet. */
export class LintStore implements vscode.Disposable {
  readonly #shell: Shell;
  readonly #recon: ReconStore;
  readonly #collection = vscode.languages.createDiagnosticCollection("drydock");
  readonly #findings = new Map<string, readonly Finding[]>();
  readonly #timers = new Map<string, ReturnType<typeof debounce>>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposable: vscode.Disposable;
  /** Proposals that are to be linted: a review opens all of them at once, and they are linted in one go. */
  readonly #proposed = new Set<vscode.TextDocument>();
  readonly #lintProposed = debounce(togetherMs, () => void this.#lintProposals());
  /** Texts of the running review by path, so that proposals are judged together; null outside a review. */
  proposals: () => ReadonlyMap<string, string> | null = () => null;
  #withdrawn = new Map<string, { count: number; peer: string }>();
  /** Files changed while nothing was linted, so the workspace was not read again. */
  #isBehind = false;
  readonly #busy = new BusyDocuments(() => this.#changed.fire());

  readonly onDidChange = this.#changed.event;
  /** Fires when a proposal that is not linted itself, such as an ignore file, may change what is said of the others. */
  readonly #besides = new vscode.EventEmitter<void>();
  readonly onDidChangeProposals = this.#besides.event;

  constructor(shell: Shell, recon: ReconStore) {
    this.#shell = shell;
    this.#recon = recon;
    const all = debounce(20, () => this.lintOpen());
    this.#disposable = vscode.Disposable.from(
      all,
      this.#lintProposed,
      this.#collection,
      this.#changed,
      this.#besides,
      vscode.workspace.onDidOpenTextDocument(document => this.lint(document)),
      vscode.workspace.onDidSaveTextDocument(document => this.lint(document)),
      vscode.workspace.onDidCloseTextDocument(document => this.#forget(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#typed(document)),
      vscode.workspace.onDidGrantWorkspaceTrust(() => all.call()),
      vscode.workspace.onDidChangeConfiguration(change => change.affectsConfiguration("drydock.lint") && all.call()),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => this.#stepBack(uris)),
      recon.onDidChange(() => void this.#readAgain()),
    );
  }

  /** Rules across files see the workspace as it was read: after a change it is read again, if anything is linted. */
  async #readAgain(): Promise<void> {
    this.#isBehind = !vscode.workspace.textDocuments.some(document => lintLanguage(document) !== null);
    if (this.#isBehind || this.#recon.isReading) return;
    for (const { folder, recon } of this.#recon.folders) {
      if (recon) await this.#shell.app().lintFolder(folder.uri.fsPath, { recon, paths: [] });
    }
    this.lintOpen();
  }

  lintOpen(): void {
    for (const document of vscode.workspace.textDocuments) this.lint(document);
  }

  #typed(document: vscode.TextDocument): void {
    const isLinted = lintLanguage(document) !== null;
    if (!isLinted && document.uri.scheme === "drydock-plan") {
      for (const other of vscode.workspace.textDocuments) if (other.uri.scheme === "drydock-plan") this.lint(other);
      this.#besides.fire();
    }
    if (!isLinted || setting("lint.run", "onType", document.uri) !== "onType") return;
    const key = document.uri.toString();
    let timer = this.#timers.get(key);
    if (!timer) this.#timers.set(key, (timer = debounce(150, () => this.lint(document))));
    timer.call();
  }

  lint(document: vscode.TextDocument): void {
    const language = lintLanguage(document);
    if (language === null || !schemes.has(document.uri.scheme) || document.isClosed) return;
    if (!setting("lint.enabled", true, document.uri)) return this.#publish(document.uri, []);
    // It would be told of files that are there that they are missing; it is linted when they were read.
    if (this.#isBehind) return void this.#readAgain();
    const text = document.getText();
    if (text.length > MAX_BYTES) return this.#publishTooLarge(document.uri);
    const folder = folderOf(document.uri);
    if (folder && this.#recon.get(folder) === null && setting("recon.run", "onView", folder.uri) === "onView") {
      // Rules across files need the facts; the file is linted again when they are there.
      if (this.#recon.folders.some(known => known.folder === folder && known.state === "none")) {
        void this.#recon.read(folder);
      }
    }
    if (folder && document.uri.scheme === "drydock-plan") {
      this.#proposed.add(document);
      this.#lintProposed.call();
      return;
    }
    // The editor is told of a long file before the thread is busy with it.
    const key = document.uri.toString();
    if (text.length < SLOW_BYTES) return this.#lintNow(document, language, folder);
    this.#busy.show(key);
    setTimeout(() => {
      if (!document.isClosed) this.#lintNow(document, language, folder);
      this.#busy.hide(key);
    }, 20);
  }

  #lintNow(document: vscode.TextDocument, language: Language, folder: vscode.WorkspaceFolder | undefined): void {
    const text = document.getText();
    try {
      const findings = this.#shell.app().lintText({
        root: folder?.uri.fsPath ?? null,
        path: folder ? relativePath(folder, document.uri) : (document.uri.path.split("/").at(-1) ?? "Dockerfile"),
        text,
        language,
        recon: folder ? this.#recon.get(folder) : null,
      });
      this.#publish(document.uri, findings, document);
      // A reading by recon ends with the same.
      if (folder && !this.#recon.isReading) void this.#readFolder(folder);
      if (language === "dockerfile") void this.#askShellCheck(document, text);
    } catch (error) {
      this.#shell.log.error(`Linting ${document.uri.path}: ${errorText(error)}`);
    }
  }

  /** Rules across files say nothing of a folder that was not read: its files are linted again when it is. */
  async #readFolder(folder: vscode.WorkspaceFolder): Promise<void> {
    try {
      if (await this.#shell.app().readFolder(folder.uri.fsPath)) this.lintOpen();
    } catch (error) {
      this.#shell.log.warn(`Linting ${folder.uri.path}: ${errorText(error)}`);
    }
  }

  /** ShellCheck is a process of the person's own: started in a trusted workspace only, and never while something else is typed. */
  async #askShellCheck(document: vscode.TextDocument, text: string): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    const command = setting("lint.shellcheckPath", "").trim() || "shellcheck";
    try {
      const path = document.uri.path.split("/").at(-1) ?? "Dockerfile";
      const isNew = await this.#busy.during(document.uri.toString(), () =>
        this.#shell.app().askShellCheck(path, text, command),
      );
      if (isNew && document.getText() === text) this.lint(document);
    } catch (error) {
      this.#shell.log.warn(`ShellCheck on ${document.uri.path}: ${errorText(error)}`);
    }
  }

  /** One sentence says why a file of that size has no findings. */
  #publishTooLarge(uri: vscode.Uri): void {
    this.#publish(uri, []);
    const message = l10n.t(
      "This file is over 2 MB, so Drydock does not lint it. Split it, or lint it with `drydock lint`.",
    );
    const told = new vscode.Diagnostic(new vscode.Range(0, 0, 0, 0), message, vscode.DiagnosticSeverity.Information);
    told.source = "Drydock";
    this.#collection.set(uri, [told]);
  }

  /** Proposals are linted as if all of them were written already. A review is of one folder. */
  async #lintProposals(): Promise<void> {
    const documents = [...this.#proposed].filter(({ isClosed }) => !isClosed);
    this.#proposed.clear();
    const [first] = documents;
    const folder = first && folderOf(first.uri);
    if (!folder) return;
    const texts = new Map(this.proposals() ?? []);
    for (const document of documents) texts.set(relativePath(folder, document.uri), document.getText());
    try {
      const paths = documents.map(({ uri }) => relativePath(folder, uri));
      const request = { recon: this.#recon.get(folder), texts, paths };
      const { findings } = await this.#busy.during(first.uri.toString(), () =>
        this.#shell.app().lintFolder(folder.uri.fsPath, request),
      );
      for (const [index, document] of documents.entries()) {
        const own = findings.filter(({ path }) => path === paths[index]);
        if (!document.isClosed) this.#publish(document.uri, own, document);
      }
    } catch (error) {
      this.#shell.log.error(`Linting proposals: ${errorText(error)}`);
    }
  }

  /** Takes over findings of files that are not open, from a lint of the whole folder. */
  async publishFolder(folder: vscode.WorkspaceFolder, findings: readonly Finding[]): Promise<void> {
    const paths = new Set(findings.map(({ path }) => path));
    for (const path of paths) {
      const uri = vscode.Uri.joinPath(folder.uri, path);
      const document = await vscode.workspace.openTextDocument(uri);
      this.#publish(
        uri,
        findings.filter(finding => finding.path === path),
        document,
      );
    }
  }

  findings(uri: vscode.Uri): readonly Finding[] {
    return this.#findings.get(uri.toString()) ?? [];
  }

  /** True while linting a document has gone on for longer than a moment. */
  isBusy(uri: vscode.Uri): boolean {
    return this.#busy.has(uri.toString());
  }

  withdrawn(uri: vscode.Uri): { count: number; peer: string } | undefined {
    return this.#withdrawn.get(uri.toString());
  }

  #publish(uri: vscode.Uri, findings: readonly Finding[], document?: vscode.TextDocument): void {
    const key = uri.toString();
    const mapped = findings.filter(finding => severityOf(finding, uri) !== null);
    const before = this.#findings.get(key);
    this.#findings.set(key, mapped);
    // Publishing the same again would close a menu of fixes that is open.
    if (before && this.#collection.has(uri) && JSON.stringify(before) === JSON.stringify(mapped)) return;
    this.#show(uri, mapped, document);
    this.#changed.fire();
  }

  #show(uri: vscode.Uri, findings: readonly Finding[], document?: vscode.TextDocument): void {
    const peers = setting("lint.duplicates", "stepBack") === "stepBack" ? peerDiagnostics(uri) : [];
    const shown: vscode.Diagnostic[] = [];
    let withdrawn: { count: number; peer: string } | undefined;
    for (const finding of findings) {
      const diagnostic = toDiagnostic(finding, uri, document);
      const peer = peers.find(
        other => finding.mirrors.includes(peerCode(other)) && other.range.intersection(diagnostic.range) !== undefined,
      );
      if (peer) withdrawn = { count: (withdrawn?.count ?? 0) + 1, peer: peer.source ?? l10n.t("another extension") };
      else shown.push(diagnostic);
    }
    if (withdrawn) this.#withdrawn.set(uri.toString(), withdrawn);
    else this.#withdrawn.delete(uri.toString());
    this.#collection.set(uri, shown);
  }

  /** Another extension published: where it says the same, ours is withdrawn. */
  #stepBack(uris: readonly vscode.Uri[]): void {
    for (const uri of uris) {
      const findings = this.#findings.get(uri.toString());
      if (!findings?.some(({ mirrors }) => mirrors.length > 0)) continue;
      const before = this.#collection.get(uri)?.length ?? 0;
      const peers = peerDiagnostics(uri);
      if (peers.length === 0 && before === findings.length) continue;
      const document = vscode.workspace.textDocuments.find(open => open.uri.toString() === uri.toString());
      const same = findings.length - before === (this.#withdrawn.get(uri.toString())?.count ?? 0);
      if (same && peers.every(peer => !findings.some(finding => finding.mirrors.includes(peerCode(peer))))) continue;
      const count = this.#withdrawn.get(uri.toString())?.count ?? 0;
      const expected = findings.filter(finding => peers.some(peer => finding.mirrors.includes(peerCode(peer)))).length;
      if (expected !== count) this.#show(uri, findings, document);
    }
  }

  #forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    this.#timers.get(key)?.dispose();
    this.#timers.delete(key);
    this.#findings.delete(key);
    this.#collection.delete(document.uri);
    this.#changed.fire();
  }

  dispose(): void {
    for (const timer of this.#timers.values()) timer.dispose();
    this.#disposable.dispose();
  }
}

export function folderOf(uri: vscode.Uri): vscode.WorkspaceFolder | undefined {
  const real = uri.scheme === "drydock-plan" ? uri.with({ scheme: "file" }) : uri;
  return (
    vscode.workspace.getWorkspaceFolder(real) ??
    vscode.workspace.workspaceFolders?.find(folder => uri.path.startsWith(`${folder.uri.path}/`))
  );
}

export function relativePath(folder: vscode.WorkspaceFolder, uri: vscode.Uri): string {
  return uri.path.slice(folder.uri.path.length + 1);
}

function severityOf(finding: Finding, uri: vscode.Uri): Severity | null {
  const wished = setting<Record<string, string>>("lint.rules", {}, uri)[finding.rule];
  if (wished === "off") return null;
  return wished !== undefined && wished in severities ? (wished as Severity) : finding.severity;
}

function peerDiagnostics(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source !== "Drydock");
}

export function rangeOf(finding: Finding, document?: vscode.TextDocument): vscode.Range {
  if (document) return new vscode.Range(document.positionAt(finding.span.start), document.positionAt(finding.span.end));
  return new vscode.Range(finding.line - 1, finding.column - 1, finding.endLine - 1, finding.endColumn - 1);
}

/** A rule's page inside the product, so that the link works without a network. */
export function rulePage(rule: string): vscode.Uri {
  return vscode.Uri.from({ scheme: "drydock-inspect", path: `/rules/${rule}.md` });
}

function toDiagnostic(finding: Finding, uri: vscode.Uri, document?: vscode.TextDocument): vscode.Diagnostic {
  const severity = severities[severityOf(finding, uri) ?? finding.severity];
  const diagnostic = new vscode.Diagnostic(rangeOf(finding, document), finding.message, severity);
  diagnostic.source = "Drydock";
  diagnostic.code = { value: finding.code, target: rulePage(finding.rule) };
  diagnostic.tags = finding.tags.map(tag =>
    tag === "deprecated" ? vscode.DiagnosticTag.Deprecated : vscode.DiagnosticTag.Unnecessary,
  );
  const folder = folderOf(uri);
  if (folder && finding.related.length > 0) {
    diagnostic.relatedInformation = finding.related.map(place => {
      const at = new vscode.Position(place.line - 1, place.column - 1);
      const location = new vscode.Location(vscode.Uri.joinPath(folder.uri, place.path), at);
      return new vscode.DiagnosticRelatedInformation(location, place.text.trim() || place.path);
    });
  }
  return diagnostic;
}
