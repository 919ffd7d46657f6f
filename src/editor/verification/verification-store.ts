import { systemClock } from "../../host/system";
import * as vscode from "vscode";
import type { Verification } from "../../model/verification";
import type { VerificationView } from "../../panel/protocol";
import { isCancelled, setContext, type Shell } from "../shell";
import { ago, heldWords, machineWords, thresholdText } from "./verification-words";

/** The last verification of a folder, as workspace storage keeps it. */
export interface StoredVerification {
  readonly folder: string;
  readonly at: number;
  readonly verification: Verification;
}

interface Phase {
  readonly name: string;
  readonly detail: string;
}

const key = "drydock.verification";
/** The six phases of a verification, in order. */
export const phases = ["build cold", "build warm", "start", "test", "load", "check image"] as const;

/** Runs verifications and keeps the last one. */
export class VerificationStore implements vscode.Disposable {
  readonly #shell: Shell;
  readonly #changed = new vscode.EventEmitter<void>();
  #stop: AbortController | null = null;
  #phase: Phase = { name: "", detail: "" };
  #progress: { done: number; total: number } = { done: 0, total: phases.length };
  #stale = false;

  readonly onDidChange = this.#changed.event;

  constructor(shell: Shell) {
    this.#shell = shell;
    this.#publish();
  }

  get last(): StoredVerification | undefined {
    return this.#shell.extension.workspaceState.get<StoredVerification>(key);
  }

  get isRunning(): boolean {
    return this.#stop !== null;
  }

  /** "start 3/6" while one runs. */
  get progress(): string {
    const at = phases.findIndex(name => name === this.#phase.name);
    return `${this.#phase.name} ${at === -1 ? this.#progress.done : at + 1}/${phases.length}`;
  }

  get state(): VerificationView["state"] {
    if (this.isRunning) return "running";
    if (!this.last) return "none";
    return this.#stale ? "stale" : this.last.verification.verdict;
  }

  /** A saved file may have made the figures out of date. */
  markStale(): void {
    if (this.#stale || !this.last || this.isRunning) return;
    this.#stale = true;
    this.#publish();
  }

  cancel(): void {
    this.#stop?.abort();
  }

  async run(folder: vscode.WorkspaceFolder): Promise<Verification | null> {
    if (this.#stop) return null;
    const stop = new AbortController();
    this.#stop = stop;
    this.#phase = { name: "build cold", detail: "" };
    this.#publish();
    try {
      const verification = await this.#shell.app().verify(folder.uri.fsPath, {
        signal: stop.signal,
        onProgress: (name, detail, done, total) => {
          this.#phase = { name, detail };
          this.#progress = { done, total };
          this.#publish();
        },
      });
      const stored: StoredVerification = { folder: folder.uri.toString(), at: systemClock.now(), verification };
      await this.#shell.extension.workspaceState.update(key, stored);
      this.#stale = false;
      return verification;
    } catch (error) {
      if (isCancelled(error)) return null;
      throw error;
    } finally {
      this.#stop = null;
      this.#publish();
    }
  }

  get view(): VerificationView {
    const stored = this.last;
    const running = phases.findIndex(name => name === this.#phase.name);
    return {
      state: this.state,
      summary: stored ? heldWords(stored.verification) : "",
      when: stored ? ago(stored.at) : "",
      machine: stored ? machineWords(stored.verification) : "",
      thresholds: [...(stored?.verification.thresholds ?? [])]
        .sort((left, right) => Number(left.held) - Number(right.held))
        .map(threshold => ({ key: threshold.key, held: threshold.held, ...thresholdText(threshold) })),
      causes: (stored?.verification.causes ?? []).map(({ what, place }) => ({
        what,
        path: place?.path ?? "",
        line: place?.line ?? 0,
      })),
      phases: this.isRunning
        ? phases.map((name, index) => ({
            name,
            detail: index === running ? this.#phase.detail : "",
            state:
              index < running ? ("done" as const) : index === running ? ("running" as const) : ("waiting" as const),
          }))
        : [],
    };
  }

  #publish(): void {
    setContext("drydock.verification.state", this.state);
    this.#changed.fire();
  }

  dispose(): void {
    this.cancel();
    this.#changed.dispose();
  }
}
