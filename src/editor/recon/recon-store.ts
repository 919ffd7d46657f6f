import * as vscode from "vscode";
import { hasPython } from "../../app/has-python";
import type { Recon } from "../../model/recon";
import type { DockerOutlines } from "../load-core";
import type { SharedSettings } from "../load-core";
import { debounce, errorText, isCancelled, readText, setContext, setting, type Shell } from "../shell";
import { breakingProblems } from "./groups/problems";
import { keepAnswers, recallAnswers, type PackageAnswers } from "./package-answers";

export type ReadState = "none" | "reading" | "ready" | "empty" | "failed";

/** What is known of one workspace folder. */
export interface FolderRecon {
  readonly folder: vscode.WorkspaceFolder;
  readonly state: ReadState;
  /** The last recon; stays while a newer one is read. */
  readonly recon: Recon | null;
  readonly settings: SharedSettings | null;
  /** What its Docker files hold. */
  readonly outlines?: DockerOutlines;
  readonly error: string | null;
}

const quietFolders = /(^|\/)(\.git|node_modules|\.venv|venv|__pycache__|\.pytest_cache|\.mypy_cache|dist|build)\//;

/** The recon of each workspace folder: read on demand, again when files change, stopped when asked. */
export class ReconStore implements vscode.Disposable {
  readonly #shell: Shell;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #progress = new vscode.EventEmitter<{ done: number; total: number } | null>();
  readonly #folders = new Map<string, FolderRecon>();
  readonly #running = new Map<string, { promise: Promise<Recon | null>; stop: AbortController }>();
  /** Folders with changes, and the files that changed; null where files came or went, or nobody knows. */
  readonly #stale = new Map<string, Set<string> | null>();
  readonly #disposables: vscode.Disposable[] = [];

  readonly onDidChange = this.#changed.event;
  readonly onProgress = this.#progress.event;

  constructor(shell: Shell) {
    this.#shell = shell;
    const again = debounce(100, () => this.#readStale());
    const touched = (uri: vscode.Uri, isSaved: boolean): void => {
      const folder = vscode.workspace.getWorkspaceFolder(uri);
      const known = folder && this.#folders.get(folder.uri.toString());
      if (!folder || !known || quietFolders.test(uri.path.slice(folder.uri.path.length))) return;
      const key = folder.uri.toString();
      const before = this.#stale.get(key);
      if (!isSaved || before === null) this.#stale.set(key, null);
      else this.#stale.set(key, (before ?? new Set()).add(uri.path.slice(folder.uri.path.length + 1)));
      if (setting("recon.run", "onView", folder.uri) === "onView") again.call();
    };
    const watcher = vscode.workspace.createFileSystemWatcher("**/*");
    this.#disposables.push(
      again,
      watcher,
      watcher.onDidChange(uri => touched(uri, true)),
      watcher.onDidCreate(uri => touched(uri, false)),
      watcher.onDidDelete(uri => touched(uri, false)),
      vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
        for (const folder of removed) this.#folders.delete(folder.uri.toString());
        this.#publish();
      }),
    );
    this.#publish();
  }

  /** All workspace folders, those that were not read yet included. */
  get folders(): readonly FolderRecon[] {
    return (vscode.workspace.workspaceFolders ?? []).map(
      folder =>
        this.#folders.get(folder.uri.toString()) ?? { folder, state: "none", recon: null, settings: null, error: null },
    );
  }

  get(folder: vscode.WorkspaceFolder): Recon | null {
    return this.#folders.get(folder.uri.toString())?.recon ?? null;
  }

  isStale(folder: vscode.WorkspaceFolder): boolean {
    return this.#stale.has(folder.uri.toString());
  }

  get isReading(): boolean {
    return this.#running.size > 0;
  }

  /** Reads every folder that was not read yet. */
  readAll(again: boolean): void {
    for (const { folder, state } of this.folders) {
      if (again || state === "none") void this.read(folder);
    }
  }

  /** Reads a folder; a reading that already runs is shared. Null when it failed or was stopped. */
  read(folder: vscode.WorkspaceFolder): Promise<Recon | null> {
    const key = folder.uri.toString();
    const running = this.#running.get(key);
    if (running) return running.promise;
    const stop = new AbortController();
    const promise = this.#read(folder, stop.signal).finally(() => {
      this.#running.delete(key);
      this.#publish();
    });
    this.#running.set(key, { promise, stop });
    this.#publish();
    return promise;
  }

  stop(): void {
    for (const { stop } of this.#running.values()) stop.abort();
  }

  async #read(folder: vscode.WorkspaceFolder, signal: AbortSignal): Promise<Recon | null> {
    const key = folder.uri.toString();
    const before = this.#folders.get(key);
    const changed = this.#stale.get(key);
    this.#stale.delete(key);
    try {
      const read = await this.#shell.app().recon(folder.uri.fsPath, {
        signal,
        cache: true,
        ...(changed ? { changed: [...changed] } : {}),
        onProgress: (done, total) => this.#progress.fire({ done, total }),
      });
      const recon = this.#shell.app().withPackageSupport(read, recallAnswers(this.#shell, folder));
      const text = await readText(vscode.Uri.joinPath(folder.uri, ".drydock.yaml"));
      const { settings } = this.#shell.core().readSettings(text);
      const state = hasPython(recon) ? "ready" : "empty";
      const outlines = await this.#shell.core().dockerOutlines(this.#shell.ports().files(folder.uri.fsPath), recon);
      this.#folders.set(key, { folder, state, recon, settings, outlines, error: null });
      return recon;
    } catch (error) {
      // What changed before is not known to the worker, so the next reading looks at every file.
      if (changed !== undefined) this.#stale.set(key, null);
      if (isCancelled(error)) {
        if (!before) this.#folders.delete(key);
        return null;
      }
      this.#shell.log.error(errorText(error));
      this.#folders.set(key, {
        folder,
        state: before?.recon ? "ready" : "failed",
        recon: before?.recon ?? null,
        settings: before?.settings ?? null,
        error: errorText(error),
      });
      return null;
    } finally {
      this.#progress.fire(null);
    }
  }

  /** Puts what a package index answered into the recon that is shown, now and after the next reading. */
  async addAnswers(folder: vscode.WorkspaceFolder, answers: PackageAnswers): Promise<void> {
    const key = folder.uri.toString();
    const all = await keepAnswers(this.#shell, folder, answers);
    const known = this.#folders.get(key);
    if (!known?.recon) return;
    this.#folders.set(key, { ...known, recon: this.#shell.app().withPackageSupport(known.recon, all) });
    this.#publish();
  }

  #readStale(): void {
    for (const { folder } of this.folders) {
      const key = folder.uri.toString();
      if (!this.#stale.has(key)) continue;
      const running = this.#running.get(key);
      if (running) void running.promise.then(() => this.read(folder));
      else void this.read(folder);
    }
  }

  #publish(): void {
    const folders = this.folders;
    const ready = folders.some(({ state, recon }) => state === "ready" || (state === "failed" && recon !== null));
    const state: ReadState = this.isReading
      ? "reading"
      : ready
        ? "ready"
        : folders.some(({ state: own }) => own === "failed")
          ? "failed"
          : folders.some(({ state: own }) => own === "empty")
            ? "empty"
            : "none";
    setContext("drydock.recon.state", state);
    setContext("drydock.recon.failure", folders.find(({ error }) => error)?.error ?? "");
    setContext(
      "drydock.unitFolders",
      folders.flatMap(({ folder, recon }) =>
        (recon?.units ?? []).map(unit => vscode.Uri.joinPath(folder.uri, unit.path).fsPath),
      ),
    );
    setContext(
      "drydock.ignored.count",
      folders.reduce((sum, { settings }) => sum + (settings?.recon.ignore.length ?? 0), 0),
    );
    this.#changed.fire();
  }

  /** Findings that break in a container, over all folders. */
  get breaking(): number {
    return this.folders.reduce((sum, { recon }) => sum + (recon ? breakingProblems(recon) : 0), 0);
  }

  dispose(): void {
    this.stop();
    vscode.Disposable.from(...this.#disposables, this.#changed, this.#progress).dispose();
  }
}
