import * as vscode from "vscode";
import { l10n } from "vscode";
import { knownError, pickFolder, setContext, setting, showError, type Handler, type Shell } from "../shell";
import { FocusedRows } from "../focused-rows";
import { plural } from "../figures";
import type { Decision, DecisionValue } from "../../model/plan";
import type { LateView } from "../workbench";
import { applyReview } from "./apply";
import { forget, keepRedoneToOwner, recall, remember, removeFoldersOfUndone, undoSource } from "./applied-record";
import { pickDecision } from "./decision-picker";
import { closeDiffs, diffTab, showDiff, showFileDiff, trackDiffTab } from "./diff-view";
import { PlanTree, type PlanNode } from "./plan-tree";
import { decisionId, fromChanges, isWritable } from "./proposal";
import { ProposalFiles } from "./proposal-files";
import { registerProposalHover } from "./proposal-hover";
import { ReviewClaim } from "./review-claim";
import { ReviewSession, type ReviewSource, type StoredReview } from "./review-session";

const storedKey = "drydock.review";
const reloadAttempts = 10;

export interface ReviewPart {
  /** Opens a review; only one runs at a time. */
  start(source: ReviewSource): Promise<void>;
  /** The proposed texts by path; null while no review runs. */
  proposals(): ReadonlyMap<string, string> | null;
  readonly commands: Readonly<Record<string, Handler>>;
  readonly files: ProposalFiles;
}

/**
 * The Dockerize review: Plan tree, Review view, multi-file diff and everything that changes them. `lintOpen` judges the files
 * again that are open in editors.
 */
export function registerReview(shell: Shell, plan: LateView, lintOpen: () => void): ReviewPart {
  const review = new ReviewCommands(shell, plan, lintOpen);
  shell.extension.subscriptions.push(review);
  return review;
}

class ReviewCommands implements ReviewPart, vscode.Disposable {
  readonly #shell: Shell;
  readonly #lintOpen: () => void;
  readonly #tree: PlanTree;
  readonly files: ProposalFiles;
  readonly commands: Readonly<Record<string, Handler>>;
  readonly #view: vscode.TreeView<PlanNode>;
  readonly #focused: FocusedRows<PlanNode>;
  readonly #disposable: vscode.Disposable;
  #session: ReviewSession | null = null;
  readonly #claim: ReviewClaim;

  constructor(shell: Shell, plan: LateView, lintOpen: () => void) {
    this.#shell = shell;
    this.#lintOpen = lintOpen;
    this.#claim = new ReviewClaim(shell.extension.globalStorageUri);
    const current = (): ReviewSession | null => this.#session;
    this.#tree = new PlanTree(current, folder => {
      const record = recall(shell);
      return record?.folder === folder.toString() ? record.decisions : [];
    });
    this.files = new ProposalFiles(current);
    this.#view = plan.view as vscode.TreeView<PlanNode>;
    plan.attach(this.#tree);
    this.#focused = new FocusedRows(this.#view, node => this.#tree.getTreeItem(node).id ?? "");
    this.#disposable = vscode.Disposable.from(
      this.#tree,
      this.files,
      vscode.window.registerFileDecorationProvider(this.files),
      this.#view.onDidChangeCheckboxState(({ items }) => {
        for (const [node, state] of items) {
          if (node.kind === "file") this.#session?.tick(node.file.path, state === vscode.TreeItemCheckboxState.Checked);
        }
      }),
      trackDiffTab(current),
      registerProposalHover(shell, current),
      removeFoldersOfUndone(shell),
      keepRedoneToOwner(shell),
    );
    this.commands = this.#handlers();
    setContext("drydock.hasApplied", recall(shell) !== undefined);
    this.#restore();
  }

  #handlers(): Record<string, Handler> {
    const file = (node: PlanNode): string | undefined => (node.kind === "file" ? node.file.path : undefined);
    return {
      "drydock.workspace.dockerize": async (argument?: unknown) => {
        const folder = await pickFolder(argument);
        if (folder) await this.start(this.#dockerize(folder));
      },
      "drydock.workspace.undoDockerize": () => this.#undo(),
      "drydock.review.apply": () => this.#apply(),
      "drydock.review.cancel": () => this.#cancel(),
      "drydock.review.compare": () => this.#session && showDiff(this.#session, this.#session.files),
      "drydock.review.answer": () => this.#answer(),
      "drydock.artefact.add": (argument?: unknown) => this.#addFile(argument),
      "drydock.decision.change": (target?: PlanNode | string) => this.#change(target ?? this.#focused.take()[0]),
      "drydock.plan.markFocused": () => this.#focused.mark(),
      "drydock.proposal.toggle": () => this.#toggle(this.#focused.take()),
      "drydock.decision.reset": (node: PlanNode) =>
        node.kind === "decision" ? this.#session?.decide(node.decision, undefined) : undefined,
      "drydock.proposal.reset": (node: PlanNode) => this.#session?.discardEdit(file(node) ?? ""),
      "drydock.proposal.openFile": (node: PlanNode) =>
        this.#session && vscode.window.showTextDocument(this.#session.fileUri(file(node) ?? "")),
      "drydock.proposal.compare": (path: string) => this.#compare(path),
    };
  }

  #dockerize(folder: vscode.WorkspaceFolder): ReviewSource {
    return {
      kind: "dockerize",
      title: l10n.t("Dockerize {name}", { name: folder.name }),
      folder,
      compute: async (set: Readonly<Record<string, DecisionValue>>, signal) =>
        fromChanges(await this.#shell.app().plan(folder.uri.fsPath, { set: { ...set }, signal })),
      applied: async (applied, session) => {
        await remember(this.#shell, session, applied);
        const written = applied.files;
        const dockerfile = written.find(({ path }) => /(^|\/)Dockerfile$/.test(path)) ?? written[0];
        // Merged files stay open, so that one undo reaches them too.
        for (const file of written.filter(({ before }) => before !== null)) {
          await vscode.window.showTextDocument(session.fileUri(file.path), { preview: false, preserveFocus: true });
        }
        if (dockerfile) await vscode.window.showTextDocument(session.fileUri(dockerfile.path), { preview: false });
        void this.#afterApply(written.length, folder);
      },
    };
  }

  async #afterApply(count: number, folder: vscode.WorkspaceFolder): Promise<void> {
    const wish = setting<string>("dockerize.afterApply", "ask", folder.uri);
    const build = (): Thenable<unknown> => vscode.commands.executeCommand("drydock.project.up");
    if (wish === "nothing") return;
    if (wish === "buildAndStart") {
      await build();
      return;
    }
    const start = l10n.t("Build and Start");
    const undo = l10n.t("Undo");
    const never = l10n.t("Don't Ask Again");
    const answer = await vscode.window.showInformationMessage(
      plural(count, l10n.t("Drydock wrote {count} file."), l10n.t("Drydock wrote {count} files.")),
      ...(vscode.workspace.isTrusted ? [start, undo, never] : [undo, never]),
    );
    if (answer === start) await build();
    if (answer === undo) await vscode.commands.executeCommand("drydock.workspace.undoDockerize");
    if (answer === never) {
      const target = vscode.ConfigurationTarget.Global;
      await vscode.workspace.getConfiguration("drydock").update("dockerize.afterApply", "nothing", target);
    }
  }

  proposals(): ReadonlyMap<string, string> | null {
    const session = this.#session;
    if (!session) return null;
    return new Map(
      session.files.flatMap(file => {
        const text = session.shownText(file.path);
        return text === null ? [] : [[file.path, text] as const];
      }),
    );
  }

  async start(source: ReviewSource, stored?: StoredReview): Promise<void> {
    if (this.#session) {
      await vscode.commands.executeCommand("drydock.plan.focus");
      return;
    }
    const session = new ReviewSession(source, stored);
    this.#session = session;
    // After a reload the process of the window before may still be ending.
    if (!(await this.#claim.take(source.folder.uri, stored ? reloadAttempts : 1))) {
      session.dispose();
      this.#session = null;
      // A window that was just opened asked for nothing, so it is told nothing.
      if (!stored)
        void vscode.window.showInformationMessage(l10n.t("Another window is reviewing this workspace."), "OK");
      return;
    }
    session.onDidChange(paths => this.#show(session, paths));
    setContext("drydock.reviewing", true);
    setContext("drydock.review.state", "planning");
    this.#view.description = source.folder.name;
    this.#view.message = l10n.t("Reading and planning…");
    await vscode.commands.executeCommand("drydock.plan.focus");
    try {
      await vscode.window.withProgress({ location: { viewId: "drydock.plan" } }, () => session.compute());
      if (this.#session !== session) return;
      // VS Code brings the diff of before back as well; it would stand beside the new one.
      if (stored) await closeDiffs(session);
      if (!session.files.some(isWritable)) {
        this.#view.message =
          source.kind === "undo" ? l10n.t("Nothing is left to undo.") : l10n.t("The files match the code.");
      } else await showDiff(session, session.files);
    } catch (error) {
      await this.#close();
      showError(this.#shell, error);
    }
  }

  #show(session: ReviewSession, paths: readonly string[]): void {
    setContext("drydock.review.state", session.state);
    setContext("drydock.review.selected", session.ticked.length);
    const writable = session.files.filter(isWritable).length;
    const chosen = session.ticked.length;
    const files =
      writable === 1
        ? l10n.t("{chosen} of 1 file", { chosen })
        : l10n.t("{chosen} of {writable} files", { chosen, writable });
    this.#view.description = writable === 0 ? session.folder.name : `${session.folder.name} · ${files}`;
    this.#view.message = "";
    this.files.touch(session, paths);
    this.#tree.refresh();
    if (session.source.kind === "dockerize") {
      void this.#shell.extension.workspaceState.update(storedKey, session.store());
    }
  }

  /** Ticks or unticks files as the first of them asks; any other row folds, as the key does in every tree. */
  async #toggle(nodes: readonly PlanNode[]): Promise<void> {
    const files = nodes.flatMap(node => (node.kind === "file" && node.file.action !== "unchanged" ? [node.file] : []));
    const [first] = files;
    if (!first || !this.#session) return void (await vscode.commands.executeCommand("list.toggleExpand"));
    const ticked = !this.#session.isTicked(first);
    for (const file of files) this.#session.tick(file.path, ticked);
  }

  async #change(target: PlanNode | string | undefined): Promise<void> {
    const session = this.#session;
    const plan = session?.proposal?.plan;
    if (!session || !plan || target === undefined) return;
    const decision =
      typeof target === "string"
        ? plan.decisions.find(candidate => decisionId(candidate) === target)
        : target.kind === "decision"
          ? target.decision
          : target.kind === "question"
            ? target.question
            : undefined;
    const picked = decision && (await pickDecision(decision, session.folder.uri, this.#shell.core().decisionFault));
    if (decision && picked) await session.decide(decision, picked.value);
  }

  /** In a review the file joins the others at once; without one a review opens with it. */
  async #addFile(argument: unknown): Promise<void> {
    const folder = this.#session?.folder ?? (await pickFolder(argument));
    if (!folder) return;
    const { requestableFiles, withFiles } = this.#shell.core();
    const decided = (): Decision | undefined =>
      this.#session?.proposal?.plan.decisions.find(({ key }) => key === "files");
    const present = decided()?.value;
    const items = requestableFiles
      .filter(({ id }) => !(Array.isArray(present) && (present.includes(`+${id}`) || present.includes(id))))
      .map(({ id, title }) => ({ label: title, description: id, id }));
    const picked = await vscode.window.showQuickPick(items, {
      title: l10n.t("Add File from Plan"),
      placeHolder: l10n.t("Written from the same decisions as the others"),
      canPickMany: true,
    });
    if (!picked || picked.length === 0) return;
    if (!this.#session) await this.start(this.#dockerize(folder));
    const decision = decided();
    if (!decision) return;
    const ids = picked.map(({ id }) => id);
    await this.#session?.decide(decision, withFiles(decision.changed ? decision.value : undefined, ids));
  }

  async #answer(): Promise<void> {
    const session = this.#session;
    const questions = session?.proposal?.plan.questions ?? [];
    for (const [index, question] of questions.entries()) {
      const folder = session?.folder.uri ?? vscode.Uri.file("/");
      const picked = await pickDecision(question, folder, this.#shell.core().decisionFault, {
        step: index + 1,
        total: questions.length,
      });
      if (!picked) return;
      await session?.decide(question, picked.value);
    }
  }

  async #compare(path: string): Promise<void> {
    const session = this.#session;
    const file = session?.files.find(candidate => candidate.path === path);
    if (!session || !file) return;
    await showFileDiff(session, file);
    if (!session.overlaps(path)) return;
    const keep = l10n.t("Keep My Edit");
    const renew = l10n.t("Use the New Version");
    const answer = await vscode.window.showQuickPick([keep, renew], {
      title: l10n.t("{path}: your edit and the new version change the same lines", { path }),
    });
    if (answer === keep) session.resolveOverlap(path);
    if (answer === renew) session.discardEdit(path);
  }

  async #apply(): Promise<void> {
    const session = this.#session;
    if (!session || session.ticked.length === 0 || session.state === "applying") return;
    session.begin();
    try {
      const applied = await applyReview(this.#shell, session);
      if (applied === null) return session.end();
      // What is written now is judged by what is there now: a Dockerfile copies files that the last reading knows nothing of.
      await this.#shell.app().lintFolder(session.folder.uri.fsPath, { paths: [] });
      this.#lintOpen();
      await this.#close();
      await session.source.applied(applied, session);
    } catch (error) {
      if (knownError(error)?.code !== "target-changed") {
        session.end();
        throw error;
      }
      await session.compute();
      const compare = l10n.t("Compare");
      const kept = l10n.t("Your selection is kept; look at its diff again.");
      const text = error instanceof Error ? `${error.message} ${kept}` : kept;
      const answer = await vscode.window.showWarningMessage(text, compare);
      if (answer === compare) await showDiff(session, session.files);
    }
  }

  async #undo(): Promise<void> {
    const source = undoSource(this.#shell);
    if (!source) return forget(this.#shell);
    await this.start(source);
    const doubtful = this.#session?.files.filter(file => file.doubtful) ?? [];
    const [first] = doubtful;
    if (!first || !this.#session) return;
    const all = l10n.t("Undo All the Same");
    const compare = l10n.t("Compare");
    const answer = await vscode.window.showWarningMessage(
      l10n.t("{path} was edited after Drydock wrote it.", { path: first.path }),
      l10n.t("Keep It"),
      all,
      compare,
    );
    if (answer === all) for (const file of doubtful) this.#session?.tick(file.path, true);
    if (answer === compare) await showFileDiff(this.#session, first);
  }

  async #cancel(): Promise<void> {
    if (this.#session?.hasPersonsWork) {
      const discard = l10n.t("Discard");
      const answer = await vscode.window.showWarningMessage(
        l10n.t("Discard your changes to the plan?"),
        { modal: true },
        discard,
        l10n.t("Keep Reviewing"),
      );
      if (answer !== discard) return;
    }
    await this.#close();
  }

  async #close(): Promise<void> {
    const session = this.#session;
    if (!session) return;
    if (diffTab(session) || session.proposal) await closeDiffs(session);
    this.#session = null;
    session.dispose();
    setContext("drydock.reviewing", false);
    setContext("drydock.review.tabActive", false);
    setContext("drydock.review.selected", 0);
    this.#tree.refresh();
    await this.#claim.release();
    await this.#shell.extension.workspaceState.update(storedKey, undefined);
    await vscode.commands.executeCommand("drydock.recon.focus");
  }

  /** Brings a review back after the window was reloaded. */
  #restore(): void {
    const stored = this.#shell.extension.workspaceState.get<StoredReview>(storedKey);
    const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.toString() === stored?.folder);
    if (stored && folder) void this.start(this.#dockerize(folder), stored);
  }

  dispose(): void {
    void this.#claim.release();
    this.#session?.dispose();
    this.#disposable.dispose();
  }
}
