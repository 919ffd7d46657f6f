import { systemClock } from "../../host/system";
import * as vscode from "vscode";
import { l10n } from "vscode";
import { plural } from "../figures";
import type { History, Verification } from "../../model/verification";
import type { VerificationView } from "../../panel/protocol";
import type { ReconStore } from "../recon/recon-store";
import { isCancelled, setContext, type Shell } from "../shell";
import { phases, viewOf, type PhaseTimes } from "./verification-view";
import { phaseName } from "./verification-words";

/** The last verification of a folder, by this editor or by the command line. */
export interface StoredVerification {
  readonly folder: string;
  /** When it ended, in milliseconds since the epoch: its age is told of that. */
  readonly at: number;
  readonly verification: Verification;
  readonly history: History;
}

/** How often the time of the phase that runs is shown anew. */
const tickMs = 1000;

/** Says to a later session that there is something to show at once. */
const key = "drydock.verification";

/** Runs verifications; keeps what the history of the folders says, and what changed since the last one. */
export class VerificationStore implements vscode.Disposable {
  readonly #shell: Shell;
  readonly #recon: ReconStore;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposables: vscode.Disposable[] = [];
  #stop: AbortController | null = null;
  #times: PhaseTimes = { running: "", detail: "", began: new Map(), ended: new Map() };
  #last: StoredVerification | undefined;
  #drift: readonly string[] = [];
  #stopped = "";

  readonly onDidChange = this.#changed.event;

  constructor(shell: Shell, recon: ReconStore) {
    this.#shell = shell;
    this.#recon = recon;
    const compare = (): void => void this.#compare();
    this.#disposables.push(
      recon.onDidChange(compare),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        // The command line writes the same history.
        if (focused) void this.load();
      }),
    );
    this.#publish();
    void this.load();
  }

  get last(): StoredVerification | undefined {
    return this.#last;
  }

  get isRunning(): boolean {
    return this.#stop !== null;
  }

  /** "start 3/6" while one runs. */
  get progress(): string {
    const at = phases.findIndex(name => name === this.#times.running);
    return `${phaseName(this.#times.running)} ${Math.max(1, at + 1)}/${phases.length}`;
  }

  get state(): VerificationView["state"] {
    if (this.isRunning) return "running";
    if (!this.#last) return "none";
    return this.#drift.length > 0 ? "stale" : this.#last.verification.verdict;
  }

  /** What changed since the last verification, in sentences. */
  get drift(): readonly string[] {
    return this.#drift;
  }

  /** What was removed when the last run was stopped; "" where none was. */
  get stopped(): string {
    return this.#stopped;
  }

  cancel(): void {
    this.#stop?.abort();
  }

  /** Reads the histories of the workspace's folders again; the newest verification of all is shown. */
  async load(): Promise<void> {
    if (this.isRunning) return;
    const found: StoredVerification[] = [];
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      if (folder.uri.scheme !== "file") continue;
      const history = await this.#shell.app().history(folder.uri.fsPath);
      const { last } = history;
      if (!last) continue;
      const at = Date.parse(last.run.at) + last.run.durationMs;
      found.push({ folder: folder.uri.toString(), at, verification: last, history });
    }
    const newest = found.sort((left, right) => right.at - left.at)[0];
    if (newest?.at === this.#last?.at) return;
    this.#last = newest;
    await this.#shell.extension.workspaceState.update(key, newest?.at);
    await this.#compare();
    this.#publish();
  }

  async run(folder: vscode.WorkspaceFolder): Promise<Verification | null> {
    if (this.#stop) return null;
    const stop = new AbortController();
    this.#stop = stop;
    this.#stopped = "";
    this.#times = { running: "build cold", detail: "", began: new Map(), ended: new Map() };
    this.#publish();
    const ticking = setInterval(() => this.#changed.fire(), tickMs);
    try {
      const known = this.#recon.isStale(folder) ? null : this.#recon.get(folder);
      return await this.#shell.app().verify(folder.uri.fsPath, {
        signal: stop.signal,
        ...(known ? { recon: known } : {}),
        onProgress: (name, detail) => this.#enter(name, detail),
        onEvent: event => {
          if (event.kind !== "removed") return;
          const { containers, networks } = event.removed;
          this.#stopped = l10n.t("Stopped. {containers} and {networks} removed.", {
            containers: plural(containers, l10n.t("{count} container"), l10n.t("{count} containers")),
            networks: plural(networks, l10n.t("{count} network"), l10n.t("{count} networks")),
          });
        },
      });
    } catch (error) {
      if (isCancelled(error)) return null;
      throw error;
    } finally {
      clearInterval(ticking);
      this.#stop = null;
      if (!stop.signal.aborted) this.#stopped = "";
      await this.load();
      this.#publish();
    }
  }

  get view(): VerificationView {
    return viewOf(this.state, this.#last, this.#drift, this.#times);
  }

  #enter(name: string, detail: string): void {
    const now = systemClock.now();
    const { began, ended, running } = this.#times;
    if (name !== running) ended.set(running, now);
    ended.delete(name);
    if (!began.has(name)) began.set(name, now);
    this.#times = { running: name, detail, began, ended };
    this.#publish();
  }

  /** What of the code differs from what the last verification saw. */
  async #compare(): Promise<void> {
    const last = this.#last;
    const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.toString() === last?.folder);
    const recon = folder && this.#recon.get(folder);
    const drift = folder && recon ? ((await this.#shell.app().drift(folder.uri.fsPath, recon)) ?? []) : [];
    if (drift.join("\n") === this.#drift.join("\n")) return;
    this.#drift = drift;
    this.#publish();
  }

  #publish(): void {
    setContext("drydock.verification.state", this.state);
    this.#changed.fire();
  }

  dispose(): void {
    this.cancel();
    vscode.Disposable.from(...this.#disposables).dispose();
    this.#changed.dispose();
  }
}
