import * as vscode from "vscode";
import { MASKED, type Decision, type DecisionValue } from "../../model/plan";
import { isCancelled } from "../shell";
import type { Applied } from "./apply";
import { mergeLines } from "../text/line-diff";
import { decisionId, isWritable, startsTicked, type Proposal, type ReviewFile } from "./proposal";

export type ReviewState = "planning" | "ready" | "questions" | "applying";

/** Where a review's files come from: the plan, the reports, the fixes, or an undo. */
export interface ReviewSource {
  readonly kind: "dockerize" | "reports" | "fixes" | "undo";
  /** Title of the diff editor, such as "Dockerize flask-pip". */
  readonly title: string;
  readonly folder: vscode.WorkspaceFolder;
  compute(set: Readonly<Record<string, DecisionValue>>, signal: AbortSignal): Promise<Proposal>;
  /** Called after all was written; the answer is shown as a notification where it is a text. */
  applied(applied: Applied, session: ReviewSession): Promise<void>;
}

interface PersonsEdit {
  /** The generated text that was edited. */
  readonly base: string;
  readonly text: string;
}

/** What a window reload brings back; texts of secret files are never stored. */
export interface StoredReview {
  readonly folder: string;
  readonly set: Readonly<Record<string, DecisionValue>>;
  readonly unticked: readonly string[];
  readonly edits: Readonly<Record<string, PersonsEdit>>;
}

export const PLAN_SCHEME = "drydock-plan";

/** One review from its first plan to apply or cancel. All state that the Plan tree and the diff show is here. */
export class ReviewSession implements vscode.Disposable {
  readonly source: ReviewSource;
  readonly #changed = new vscode.EventEmitter<readonly string[]>();
  readonly #ticked = new Map<string, boolean>();
  readonly #edits = new Map<string, PersonsEdit>();
  readonly #overlaps = new Set<string>();
  readonly #stop = new AbortController();
  #set: Record<string, DecisionValue>;
  #proposal: Proposal | null = null;
  #state: ReviewState = "planning";

  /** Fires with the paths whose proposed text changed. */
  readonly onDidChange = this.#changed.event;

  constructor(source: ReviewSource, stored?: StoredReview) {
    this.source = source;
    this.#set = { ...stored?.set };
    for (const path of stored?.unticked ?? []) this.#ticked.set(path, false);
    for (const [path, edit] of Object.entries(stored?.edits ?? {})) this.#edits.set(path, edit);
  }

  get folder(): vscode.WorkspaceFolder {
    return this.source.folder;
  }

  get proposal(): Proposal | null {
    return this.#proposal;
  }

  get state(): ReviewState {
    return this.#state;
  }

  get files(): readonly ReviewFile[] {
    return this.#proposal?.files ?? [];
  }

  get changedDecisions(): Readonly<Record<string, DecisionValue>> {
    return this.#set;
  }

  /** Plans, or plans again after an answer; texts that a person edited are merged with the new ones. */
  async compute(): Promise<void> {
    const before = new Map(this.files.map(file => [file.path, file.text]));
    const proposal = await this.source.compute(this.#set, this.#stop.signal);
    if (this.#stop.signal.aborted) return;
    for (const file of proposal.files) this.#mergeEdit(file);
    this.#proposal = proposal;
    this.#state = proposal.plan.questions.length > 0 ? "questions" : "ready";
    this.#changed.fire(proposal.files.filter(file => before.get(file.path) !== file.text).map(file => file.path));
  }

  #mergeEdit(file: ReviewFile): void {
    const edit = this.#edits.get(file.path);
    if (!edit || file.text === null || edit.base === file.text) return;
    const { text, overlap } = mergeLines(edit.base, edit.text, file.text);
    if (overlap) this.#overlaps.add(file.path);
    this.#edits.set(file.path, { base: file.text, text });
  }

  async decide(decision: Pick<Decision, "key" | "unit">, value: DecisionValue | undefined): Promise<void> {
    const before = this.#set;
    const { [decisionId(decision)]: _dropped, ...rest } = before;
    this.#set = value === undefined ? rest : { ...rest, [decisionId(decision)]: value };
    try {
      await this.compute();
    } catch (error) {
      this.#set = before;
      if (!isCancelled(error)) throw error;
    }
  }

  isTicked(file: ReviewFile): boolean {
    return isWritable(file) && (this.#ticked.get(file.path) ?? startsTicked(file));
  }

  tick(path: string, ticked: boolean): void {
    this.#ticked.set(path, ticked);
    this.#changed.fire([]);
  }

  get ticked(): readonly ReviewFile[] {
    return this.files.filter(file => this.isTicked(file));
  }

  isEdited(path: string): boolean {
    return this.#edits.has(path);
  }

  overlaps(path: string): boolean {
    return this.#overlaps.has(path);
  }

  /** Takes what a person saved into a proposal; the generated text again means "not edited". */
  edit(path: string, text: string): void {
    const file = this.files.find(candidate => candidate.path === path);
    if (!file || file.text === null || file.secret) return;
    if (text === file.text) this.#edits.delete(path);
    else this.#edits.set(path, { base: file.text, text });
    this.#changed.fire([]);
  }

  discardEdit(path: string): void {
    this.#edits.delete(path);
    this.#overlaps.delete(path);
    this.#changed.fire([path]);
  }

  resolveOverlap(path: string): void {
    this.#overlaps.delete(path);
    this.#changed.fire([]);
  }

  /** The text that applying writes. */
  finalText(file: ReviewFile): string | null {
    return this.#edits.get(file.path)?.text ?? file.text;
  }

  /** The text that a preview shows: of a secret file the names, never the values. */
  shownText(path: string): string | null {
    const file = this.files.find(candidate => candidate.path === path);
    const text = file ? this.finalText(file) : null;
    return file?.secret && text !== null ? maskValues(text) : text;
  }

  begin(): void {
    this.#state = "applying";
    this.#changed.fire([]);
  }

  end(): void {
    this.#state = this.#proposal && this.#proposal.plan.questions.length > 0 ? "questions" : "ready";
    this.#changed.fire([]);
  }

  get hasPersonsWork(): boolean {
    return this.#edits.size > 0 || Object.keys(this.#set).length > 0;
  }

  store(): StoredReview {
    const secret = new Set(this.files.filter(file => file.secret).map(file => file.path));
    return {
      folder: this.folder.uri.toString(),
      set: this.#set,
      unticked: [...this.#ticked].filter(([, ticked]) => !ticked).map(([path]) => path),
      edits: Object.fromEntries([...this.#edits].filter(([path]) => !secret.has(path))),
    };
  }

  fileUri(path: string): vscode.Uri {
    return vscode.Uri.joinPath(this.folder.uri, path);
  }

  /** The same path in the proposals' scheme, so that no rename is inferred. */
  proposalUri(path: string): vscode.Uri {
    return this.fileUri(path).with({ scheme: PLAN_SCHEME, authority: "" });
  }

  pathOf(uri: vscode.Uri): string | null {
    const prefix = `${this.folder.uri.path}/`;
    return uri.path.startsWith(prefix) ? uri.path.slice(prefix.length) : null;
  }

  dispose(): void {
    this.#stop.abort();
    this.#changed.dispose();
  }
}

/** `NAME=value` lines with the values hidden; comments stay. */
function maskValues(text: string): string {
  return text
    .split("\n")
    .map(line => {
      const at = line.indexOf("=");
      return at === -1 || line.trimStart().startsWith("#") ? line : `${line.slice(0, at + 1)}${MASKED}`;
    })
    .join("\n");
}
