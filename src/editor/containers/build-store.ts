import { systemClock } from "../../host/system";
import * as vscode from "vscode";
import { l10n } from "vscode";
import type { BuiltImage, ImageBuildEvent } from "../../app/build-images";
import { failingStep, type BuildStep } from "../../model/build-trace";
import type { BuildLine, BuildView, StepView } from "../../panel/protocol";
import { errorText, isCancelled, knownError, type Shell } from "../shell";
import { BuildDiagnostic } from "./build-diagnostic";
import { fixOfFailure, type BuildFix } from "./build-fix";
import { BuildRecords, type BuildRecord } from "./build-record";
import { cacheWords, changedPaths, changeWords, listed, movedBy, offsetOf } from "./build-words";
import { commandLine } from "./compose-files";
import type { ComposeProject } from "./compose-project";
import type { EngineStore } from "./engine-store";

const keptLines = 20_000;
/** Lines of a failing step that explain it. */
const failureLines = 20;

interface Run {
  readonly id: number;
  readonly services: readonly string[];
  readonly dockerfile: string;
  readonly startedAt: number;
  readonly steps: Map<string, StepView>;
  readonly warnings: { message: string; line: number | null }[];
  readonly notes: string[];
  /** Milliseconds between the start of the run and the engine's first step. */
  offset: number | null;
  state: BuildView["state"];
  durationMs: number | null;
  contextBytes: number | null;
  sentBytes: number;
  imageBytes: number | null;
  changed: readonly string[] | null;
  cacheWords: string;
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
  readonly #diagnostic = new BuildDiagnostic();
  readonly records: BuildRecords;
  #runs: Run[] = [];
  #lines: BuildLine[] = [];
  #stop: AbortController | null = null;
  #next = 1;
  #fix: BuildFix | null = null;

  readonly onDidChange = this.#changed.event;
  readonly onDidPrint = this.#printed.event;

  constructor(shell: Shell, engine: EngineStore) {
    this.#shell = shell;
    this.#engine = engine;
    this.records = new BuildRecords(shell.extension.workspaceState);
  }

  get isRunning(): boolean {
    return this.#stop !== null;
  }

  get views(): readonly BuildView[] {
    return this.#runs.map(({ steps, services, offset: _offset, changed: _changed, ...run }) => ({
      ...run,
      service: services.join(", "),
      steps: [...steps.values()],
    }));
  }

  get lines(): readonly BuildLine[] {
    return this.#lines;
  }

  /** "building web 14/22" while a build runs. */
  get progress(): string | null {
    const run = this.#runs.at(-1);
    if (!this.isRunning || !run) return null;
    // BuildKit's own steps count as little as in the panel.
    const steps = [...run.steps.values()].filter(step => step.stage !== null);
    const done = steps.filter(step => step.completedMs !== null || step.cached).length;
    return l10n.t("building {services} {done}/{count}", { services: listed(run.services), done, count: steps.length });
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
    this.#fix = null;
    this.#diagnostic.clear();
    const words = request.service ?? request.dockerfile ?? l10n.t("all services");
    this.#changed.fire();
    try {
      const composeFiles = request.dockerfile === undefined ? await this.#engine.composeFiles(folder) : [];
      const project = composeFiles.length === 0 ? null : await this.#engine.project(folder);
      const choice = project?.request ?? {};
      const images = await this.#engine.act(
        l10n.t("Building {words}", { words }),
        commandOf(request, project),
        engine =>
          this.#shell
            .app()
            .build(
              folder.uri.fsPath,
              { ...request, engine, composeFiles, choice },
              event => this.#take(this.#runFor(event.services, event.dockerfile), event),
              stop.signal,
            ),
        { isShownElsewhere: true },
      );
      for (const image of images) this.#succeed(image, request);
      await this.#remember(images);
      return true;
    } catch (error) {
      const last = this.#runs.at(-1);
      this.#fail(folder, last ?? this.#runFor([words], request.dockerfile ?? "Dockerfile"), error);
      await this.#remember([]);
      return false;
    } finally {
      this.#stop = null;
      this.#changed.fire();
    }
  }

  #runFor(services: readonly string[], dockerfile: string): Run {
    const known = this.#runs.find(run => run.services[0] === services[0]);
    if (known) return known;
    const before = this.#runs.at(-1);
    if (before) finish(before, "done");
    const run: Run = {
      id: this.#next++,
      services,
      dockerfile,
      startedAt: systemClock.now(),
      steps: new Map(),
      warnings: [],
      notes: [],
      offset: null,
      state: "running",
      durationMs: null,
      contextBytes: null,
      sentBytes: 0,
      imageBytes: null,
      changed: null,
      cacheWords: "",
      failure: null,
    };
    this.#runs.push(run);
    return run;
  }

  #take(run: Run, event: ImageBuildEvent): void {
    switch (event.kind) {
      case "upload":
        run.contextBytes = event.total;
        run.sentBytes = event.bytes;
        break;
      case "step":
        run.steps.set(event.step.digest, toView(run, event.step, event.sourceLine ?? null));
        break;
      case "warning":
        run.warnings.push({ message: event.warning.message, line: event.warning.line });
        break;
      case "note":
        run.notes.push(event.text);
        break;
      case "log": {
        const { digest, stream, text } = event.line;
        const line = { build: run.id, key: digest, isError: stream === "stderr", text };
        this.#lines.push(line);
        if (this.#lines.length > keptLines * 1.2) this.#lines = this.#lines.slice(-keptLines);
        this.#printed.fire(line);
        return;
      }
    }
    this.#changed.fire();
  }

  #succeed(image: BuiltImage, { noCache = false }: BuildRequest): void {
    const run = this.#runFor(image.services, "Dockerfile");
    const before = this.records.marksOf(image.services[0] ?? "");
    run.contextBytes = image.contextBytes;
    run.sentBytes = image.contextBytes;
    run.durationMs = image.durationMs;
    run.imageBytes = image.imageBytes;
    run.changed = before ? changedPaths(before, image.marks) : null;
    run.state = "done";
    for (const [digest, step] of run.steps) run.steps.set(digest, { ...step, bytes: image.sizes[digest] ?? null });
    run.cacheWords = cacheWords([...run.steps.values()], run.changed, noCache);
  }

  #fail(folder: vscode.WorkspaceFolder, run: Run, error: unknown): void {
    if (isCancelled(error)) return finish(run, "cancelled");
    const known = knownError(error);
    const failed = failingStep(run.steps.values());
    finish(run, "failed");
    const line = failed?.line ?? unreadableLine(known?.message ?? "");
    const log = this.#lines.filter(each => each.build === run.id && each.key === failed?.key).slice(-200);
    run.failure = {
      what: known?.message ?? errorText(error),
      why:
        known?.why ??
        log
          .slice(-failureLines)
          .map(each => each.text)
          .join("\n"),
      cause: this.#shell.core().knownCause(`${log.map(each => each.text).join("\n")}\n${known?.why ?? ""}`)?.what ?? "",
      todo: known?.todo ?? "",
      line,
      fix: "",
    };
    this.#shell.log.error(errorText(error));
    if (line === null) return;
    void this.#suggest(folder, run, line);
    const { what, why, cause, todo } = run.failure;
    const last = why.trim().split("\n").at(-1) ?? "";
    const words = [what, cause === "" ? `${last}\n${todo}` : cause].join("\n");
    const uri = vscode.Uri.joinPath(folder.uri, run.dockerfile);
    void this.#diagnostic.show(uri, line, words, () => this.#withdrawFix());
  }

  /** Looks for a change that mends the failed step; the panel then offers it. */
  async #suggest(folder: vscode.WorkspaceFolder, run: Run, line: number): Promise<void> {
    const later = [...run.steps.values()].flatMap(step => (step.line !== null && step.line > line ? [step.line] : []));
    const fix = await fixOfFailure(this.#shell, folder, run.dockerfile, { line, end: Math.min(Infinity, ...later) });
    if (!fix || !run.failure || !this.#runs.includes(run)) return;
    this.#fix = fix;
    run.failure = { ...run.failure, fix: fix.title };
    this.#changed.fire();
  }

  /** Makes the change that was offered; the button goes. */
  async applyFix(): Promise<void> {
    await this.#fix?.apply();
    this.#diagnostic.clear();
    this.#withdrawFix();
  }

  /** A fix belongs to the text that was built. */
  #withdrawFix(): void {
    this.#fix = null;
    for (const run of this.#runs) if (run.failure) run.failure = { ...run.failure, fix: "" };
    this.#changed.fire();
  }

  async #remember(images: readonly BuiltImage[]): Promise<void> {
    // What was stopped has no time that could be compared, and is no failure.
    const ended = this.#runs.filter(({ state }) => state !== "cancelled");
    const records = ended.map((run): BuildRecord => {
      const steps = [...run.steps.values()].filter(step => step.stage !== null);
      const image = images.find(({ services }) => services[0] === run.services[0]);
      return {
        service: run.services.join(", "),
        at: run.startedAt,
        durationMs: run.durationMs ?? 0,
        steps: steps.length,
        cached: steps.filter(step => step.cached).length,
        ok: run.state === "done",
        bytes: image?.imageBytes ?? 0,
        changed: run.changed === null ? "" : changeWords(run.changed),
        imageId: image?.imageId ?? "",
        tags: image?.tags ?? [],
        layers: image?.layers ?? [],
      };
    });
    await this.records.add(records.reverse(), images);
  }

  dispose(): void {
    this.cancel();
    vscode.Disposable.from(this.#changed, this.#printed, this.#diagnostic).dispose();
  }
}

/** What equals the build on the command line. */
function commandOf({ service, dockerfile, noCache }: BuildRequest, project: ComposeProject | null): string {
  const fresh = noCache ? ["--no-cache"] : [];
  if (project === null) return ["docker build -f", dockerfile ?? "Dockerfile", ...fresh, "."].join(" ");
  return commandLine(project, "build", ...fresh, ...(service === undefined ? [] : [service]));
}

/** The line of a Dockerfile that the builder could not parse, as the engine's error names it. */
function unreadableLine(message: string): number | null {
  const line = /could not be read at line (\d+)/.exec(message)?.[1];
  return line === undefined ? null : Number(line);
}

function finish(run: Run, state: BuildView["state"]): void {
  run.state = state;
  run.durationMs ??= systemClock.now() - run.startedAt;
}

/** A step in the run's own time: the engine counts from its first step, the run from before the context was read. */
function toView(run: Run, step: BuildStep, line: number | null): StepView {
  const before = run.offset;
  run.offset = offsetOf(before, systemClock.now() - run.startedAt, step);
  const offset = run.offset ?? 0;
  if (before !== null && offset < before)
    for (const [digest, known] of run.steps) run.steps.set(digest, movedBy(known, offset - before));
  return {
    key: step.digest,
    name: step.name,
    stage: step.stage,
    cached: step.cached,
    startedMs: step.startedMs === null ? null : step.startedMs + offset,
    completedMs: step.completedMs === null ? null : step.completedMs + offset,
    error: step.error,
    line,
    bytes: null,
  };
}
