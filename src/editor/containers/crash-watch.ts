import * as vscode from "vscode";
import { l10n } from "vscode";
import { systemClock } from "../../host/system";
import type { ContainerSummary, Engine } from "../../model/ports";
import type { CrashView } from "../../panel/protocol";
import { debounce, errorText, type Shell } from "../shell";
import { contextsOf } from "./compose-project";
import { loopWords, mebibytes, memoryLimitOf } from "./container-words";
import type { EngineStore } from "./engine-store";
import type { LogFixes } from "./log-fixes";
import { firstTraceback } from "./traceback";
import { workspaceFile } from "./workspace-place";

/** Lines of a log that are searched for the first traceback, and those shown where there is none. */
const searchedLines = 1000;
const shownLines = 12;
/** A loop is over when its container has not died for a while, which no event says. */
const lookAgainMs = 15_000;

/** Watches the workspace's containers for crash loops and reads from their logs why they die. */
export class CrashWatch implements vscode.Disposable {
  readonly #shell: Shell;
  readonly #engine: EngineStore;
  readonly #fixes: LogFixes;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #crashes = new Map<string, CrashView>();
  readonly #reading = new Set<string>();
  readonly #asked = new Set<string>();
  readonly #again = debounce(lookAgainMs, () => this.#look());
  readonly #subscription: vscode.Disposable;

  readonly onDidChange = this.#changed.event;

  constructor(shell: Shell, engine: EngineStore, fixes: LogFixes) {
    this.#shell = shell;
    this.#fixes = fixes;
    this.#engine = engine;
    this.#subscription = engine.onDidChange(() => this.#look());
  }

  get views(): readonly CrashView[] {
    return [...this.#crashes.values()];
  }

  #look(): void {
    const now = systemClock.now();
    const looping = new Set<string>();
    for (const container of this.#engine.containers) {
      if (!this.#engine.isOwn(container)) continue;
      const loop = this.#engine.lives.loopOf(container.id, now);
      if (!loop) {
        if (container.state === "restarting") void this.#ask(container);
        continue;
      }
      looping.add(container.id);
      const words = loopWords(loop);
      const known = this.#crashes.get(container.id);
      if (known) this.#crashes.set(container.id, { ...known, words });
      else void this.#read(container.id, container.service ?? container.name, words);
    }
    for (const id of this.#crashes.keys()) {
      if (looping.has(id)) continue;
      this.#crashes.delete(id);
      this.#changed.fire();
    }
    if (looping.size > 0) this.#again.call();
  }

  /** A container that waits for its next attempt may have been in its loop before anybody listened. */
  async #ask({ id, created }: ContainerSummary): Promise<void> {
    const engine = this.#engine.live;
    if (!engine || this.#asked.has(id)) return;
    this.#asked.add(id);
    const detail = await engine.inspect(id).catch(() => null);
    if (!detail) return;
    const now = systemClock.now();
    this.#engine.lives.found(id, detail.restarts, created * 1000, now);
    if (this.#engine.lives.loopOf(id, now)) {
      this.#look();
      this.#changed.fire();
    }
  }

  async #read(id: string, service: string, words: string): Promise<void> {
    const engine = this.#engine.live;
    if (!engine || this.#reading.has(id)) return;
    this.#reading.add(id);
    const lines: string[] = [];
    try {
      await engine.logs(id, { follow: false, tail: searchedLines }, ({ text }) => lines.push(text));
    } catch (error) {
      this.#shell.log.debug(`The log of ${service} could not be read: ${errorText(error)}`);
    } finally {
      this.#reading.delete(id);
    }
    const traceback = firstTraceback(lines);
    const log = traceback?.text ?? lines.slice(-shownLines).join("\n");
    const cause =
      (await this.#memoryCause(engine, id)) ??
      this.#shell.core().knownCause(log)?.what ??
      this.#shell.core().knownCause(lines.join("\n"))?.what ??
      "";
    let place = { path: "", line: 1 };
    const contexts = contextsOf(this.#engine.projects, service);
    for (const frame of traceback?.frames.toReversed() ?? []) {
      if (place.path === "" && (await workspaceFile(frame.path, contexts))) place = frame;
    }
    this.#crashes.set(id, { id, service, words, log, cause, fix: "", ...place });
    this.#changed.fire();
    await this.#offerFix(id, log);
  }

  /** Recon may have to be read for it, so it comes after the banner. */
  async #offerFix(id: string, log: string): Promise<void> {
    const fix = await this.#fixes.titleOf(log);
    const known = this.#crashes.get(id);
    if (fix === "" || known?.log !== log) return;
    this.#crashes.set(id, { ...known, fix });
    this.#changed.fire();
  }

  /** A process that the kernel kills for want of memory can say nothing of it. */
  async #memoryCause(engine: Engine, id: string): Promise<string | null> {
    const detail = await engine.inspect(id).catch(() => null);
    if (detail?.outOfMemory !== true && this.#engine.lives.killsOf(id).length === 0) return null;
    const limit = detail === null ? 0 : memoryLimitOf(detail);
    return limit === 0
      ? l10n.t("It needs more memory than the engine has. Give the engine more, or use fewer workers.")
      : l10n.t("It used more than its limit of {limit}. Raise the limit, or use fewer workers.", {
          limit: mebibytes(limit),
        });
  }

  dispose(): void {
    vscode.Disposable.from(this.#subscription, this.#again, this.#changed).dispose();
  }
}
