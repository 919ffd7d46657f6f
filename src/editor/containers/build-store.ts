import { systemClock } from "../../host/system";
import * as vscode from "vscode";
import type { BuildEvent, BuildStep } from "../../model/build-trace";
import type { BuildLine, BuildView, PastBuild, StepView } from "../../panel/protocol";
import { errorText, isCancelled, knownError, readText, type Shell } from "../shell";
import type { EngineStore } from "./engine-store";

const keptRuns = 50;
const keptLines = 20_000;
const historyKey = "drydock.builds";

interface Run {
  readonly id: number;
  readonly service: string;
  readonly dockerfile: string;
  readonly startedAt: number;
  readonly steps: Map<string, StepView>;
  readonly warnings: { message: string; line: number | null }[];
  /** Texts of the Dockerfile's instructions, for the line of a step. */
  readonly instructions: readonly { line: number; text: string }[];
  readonly taken: Set<number>;
  state: BuildView["state"];
  durationMs: number | null;
  contextBytes: number | null;
  failure: BuildView["failure"];
}

export interface BuildRequest {
  readonly service?: string;
  readonly dockerfile?: string;
  readonly noCache?: boolean;
}

/** Builds that run or ran: steps, times and lines, for the panel, the status bar and the history. */
export class BuildStore implements vscode.Disposable {
  readonly #shell: Shell;
  readonly #engine: EngineStore;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #printed = new vscode.EventEmitter<BuildLine>();
  readonly #diagnostics = vscode.languages.createDiagnosticCollection("drydock-build");
  #runs: Run[] = [];
  #lines: BuildLine[] = [];
  #stop: AbortController | null = null;
  #next = 1;

  readonly onDidChange = this.#changed.event;
  readonly onDidPrint = this.#printed.event;

  constructor(shell: Shell, engine: EngineStore) {
    this.#shell = shell;
    this.#engine = engine;
  }

  get isRunning(): boolean {
    return this.#stop !== null;
  }

  get views(): readonly BuildView[] {
    return this.#runs.map(({ steps, instructions: _lines, taken: _taken, ...run }) => ({
      ...run,
      steps: [...steps.values()],
    }));
  }

  get lines(): readonly BuildLine[] {
    return this.#lines;
  }

  get history(): readonly PastBuild[] {
    return this.#shell.extension.workspaceState.get<PastBuild[]>(historyKey, []);
  }

  /** "building web 14/22" while a build runs. */
  get progress(): string | null {
    const run = this.#runs.at(-1);
    if (!this.isRunning || !run) return null;
    const steps = [...run.steps.values()];
    const done = steps.filter(step => step.completedMs !== null || step.cached).length;
    return `building ${run.service} ${done}/${steps.length}`;
  }

  cancel(): void {
    this.#stop?.abort();
  }

  /** Builds; false where it failed or was stopped, which the panel then shows in place. */
  async build(folder: vscode.WorkspaceFolder, request: BuildRequest): Promise<boolean> {
    if (this.#stop) return false;
    const stop = new AbortController();
    this.#stop = stop;
    this.#runs = [];
    this.#lines = [];
    this.#diagnostics.clear();
    const dockerfile = request.dockerfile ?? "Dockerfile";
    const instructions = instructionsOf((await readText(vscode.Uri.joinPath(folder.uri, dockerfile))) ?? "");
    const runFor = (service: string): Run => {
      const known = this.#runs.find(run => run.service === service);
      if (known) return known;
      const before = this.#runs.at(-1);
      if (before) finish(before, "done");
      const run: Run = {
        id: this.#next++,
        service,
        dockerfile,
        startedAt: systemClock.now(),
        steps: new Map(),
        warnings: [],
        instructions,
        taken: new Set(),
        state: "running",
        durationMs: null,
        contextBytes: null,
        failure: null,
      };
      this.#runs.push(run);
      return run;
    };
    const words = request.service ?? request.dockerfile ?? "all services";
    const command = `docker build -f ${dockerfile}${request.noCache ? " --no-cache" : ""} .`;
    this.#changed.fire();
    try {
      const results = await this.#engine.act(`Building ${words}`, command, () =>
        this.#shell
          .app()
          .build(folder.uri.fsPath, request, event => this.#take(runFor(event.service), event), stop.signal),
      );
      for (const [index, result] of results.entries()) {
        const run = this.#runs[index];
        if (!run) continue;
        run.contextBytes = result.contextBytes;
        run.durationMs = result.durationMs;
        run.state = "done";
      }
      await this.#remember();
      return true;
    } catch (error) {
      this.#fail(folder, runFor(this.#runs.at(-1)?.service ?? words), error);
      await this.#remember();
      return false;
    } finally {
      this.#stop = null;
      this.#changed.fire();
    }
  }

  #take(run: Run, event: BuildEvent): void {
    if (event.kind === "upload") run.contextBytes = event.total;
    else if (event.kind === "step") run.steps.set(event.step.digest, toView(run, event.step));
    else if (event.kind === "warning") {
      run.warnings.push({ message: event.warning.message, line: event.warning.line });
    } else if (event.kind === "log") {
      const { digest, stream, text } = event.line;
      const line = { build: run.id, key: digest, isError: stream === "stderr", text };
      this.#lines.push(line);
      if (this.#lines.length > keptLines * 1.2) this.#lines = this.#lines.slice(-keptLines);
      this.#printed.fire(line);
      return;
    }
    this.#changed.fire();
  }

  #fail(folder: vscode.WorkspaceFolder, run: Run, error: unknown): void {
    if (isCancelled(error)) return finish(run, "cancelled");
    const known = knownError(error);
    const failed = [...run.steps.values()].find(step => step.error !== null);
    finish(run, "failed");
    run.failure = {
      what: known?.message ?? errorText(error),
      why: known?.why ?? "",
      todo: known?.todo ?? "",
      line: failed?.line ?? null,
    };
    this.#shell.log.error(errorText(error));
    if (failed?.line !== null && failed !== undefined) {
      const range = new vscode.Range(failed.line - 1, 0, failed.line - 1, 1000);
      const diagnostic = new vscode.Diagnostic(range, `${run.failure.what} ${run.failure.why}`.trim());
      diagnostic.source = "Drydock build";
      this.#diagnostics.set(vscode.Uri.joinPath(folder.uri, run.dockerfile), [diagnostic]);
    }
  }

  async #remember(): Promise<void> {
    const past = this.#runs.map(run => {
      const steps = [...run.steps.values()].filter(step => step.stage !== null);
      return {
        service: run.service,
        at: run.startedAt,
        durationMs: run.durationMs ?? 0,
        steps: steps.length,
        cached: steps.filter(step => step.cached).length,
        ok: run.state === "done",
      };
    });
    await this.#shell.extension.workspaceState.update(historyKey, [...past, ...this.history].slice(0, keptRuns));
  }

  dispose(): void {
    this.cancel();
    vscode.Disposable.from(this.#changed, this.#printed, this.#diagnostics).dispose();
  }
}

function finish(run: Run, state: BuildView["state"]): void {
  run.state = state;
  run.durationMs ??= systemClock.now() - run.startedAt;
}

/**
 * A step's beginning is when it was first heard of, its length is what the engine measured: the engine's own beginnings
 * may lie in the past, because a cached step keeps the times of the build that made it.
 */
function toView(run: Run, step: BuildStep): StepView {
  const known = run.steps.get(step.digest);
  const measured = step.startedMs === null || step.completedMs === null ? null : step.completedMs - step.startedMs;
  const took = step.cached ? 0 : measured;
  const heard = systemClock.now() - run.startedAt;
  const started = step.startedMs === null ? null : (known?.startedMs ?? Math.max(0, heard - (took ?? 0)));
  return {
    key: step.digest,
    name: step.name,
    stage: step.stage,
    cached: step.cached,
    startedMs: started,
    completedMs: started === null || took === null ? null : started + took,
    error: step.error,
    line: known?.line ?? lineOf(run, step.name),
  };
}

/** The Dockerfile's instructions with their lines, continuation lines joined and white space made one. */
export function instructionsOf(text: string): { line: number; text: string }[] {
  const found: { line: number; text: string }[] = [];
  let open: { line: number; text: string } | null = null;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const continues = line.endsWith("\\");
    const part = continues ? line.slice(0, -1).trim() : line;
    if (open) open.text += ` ${part}`;
    else found.push((open = { line: index + 1, text: part }));
    if (!continues) open = null;
  }
  return found.map(({ line, text: joined }) => ({ line, text: joined.replace(/\s+/g, " ") }));
}

/** Steps bear the instruction's text: found by it, each line taken once. */
function lineOf(run: Run, name: string): number | null {
  const text = name.replace(/^\[[^\]]*\]\s*/, "").replace(/\s+/g, " ");
  const head = text.slice(0, 24);
  const match =
    run.instructions.find(({ line, text: own }) => own === text && !run.taken.has(line)) ??
    run.instructions.find(({ line, text: own }) => head.length > 3 && own.startsWith(head) && !run.taken.has(line));
  if (!match) return null;
  run.taken.add(match.line);
  return match.line;
}
