import type { Evidence } from "../model/evidence";
import { messageOf, throwIfCancelled } from "../model/error";
import { compareText } from "../model/place";
import type { Dependency, Manifest, PackageManager, Problem } from "../model/recon";
import type { PythonFile, PythonProject } from "../python/project";
import { isTemplatePath } from "../python/link/roles";
import type { Workspace } from "../workspace/workspace";
import type { DetectContext, Detector, DetectorReads, MatchedCall } from "./define-detector";

/** What every detector is given, before matching. */
export interface DetectionScope {
  readonly workspace: Workspace;
  readonly project: PythonProject;
  /** Folder of the unit, "" for the analysed folder. */
  readonly unit: string;
  /** Whether a path belongs to this unit, and not to another one. */
  readonly owns: (path: string) => boolean;
  readonly dependencies: readonly Dependency[];
  readonly manifests: readonly Manifest[];
  readonly packageManager: PackageManager;
}

export interface Detection {
  readonly evidence: readonly Evidence[];
  readonly problems: readonly Problem[];
}

/** Loads the text of every file that one of the detectors reads; must run before `runDetectors`. */
export async function loadForDetectors(
  workspace: Workspace,
  detectors: readonly Detector[],
  signal?: AbortSignal,
): Promise<void> {
  const globs = [...new Set(detectors.flatMap(({ reads }) => reads.files ?? []))];
  const paths = workspace.paths(...globs);
  await workspace.load(
    paths.filter(path => !path.endsWith(".py")),
    signal,
  );
}

/**
 * Calls each detector with the files, modules and calls that it declares; one that finds none of them is not called. A
 * detector that throws is a problem in the list and takes nothing else with it.
 */
export function runDetectors(detectors: readonly Detector[], scope: DetectionScope, signal?: AbortSignal): Detection {
  const evidence: Evidence[] = [];
  const problems: Problem[] = [];
  const matching = new Matching(scope, detectors);
  for (const detector of detectors) {
    throwIfCancelled(signal);
    const context = matching.contextFor(detector.reads);
    if (!context) continue;
    try {
      evidence.push(...detector.detect(context));
    } catch (error) {
      problems.push({
        code: "detector-failed",
        message: `${detector.title} could not be read: ${messageOf(error)}.`,
        place: { path: scope.unit, line: 1, column: 1, text: "", confidence: "low" },
      });
    }
  }
  return { evidence, problems };
}

/** Facts of one scope, indexed once for all detectors. */
class Matching {
  readonly #scope: DetectionScope;
  readonly #python: readonly PythonFile[];
  /** Files of the unit that import a module that some detector reads, or something below it. */
  readonly #importers = new Map<string, PythonFile[]>();
  readonly #calls: readonly MatchedCall[];

  constructor(scope: DetectionScope, detectors: readonly Detector[]) {
    this.#scope = scope;
    this.#python = scope.project.files.filter(({ path, role }) => role !== "test" && scope.owns(path));
    const wanted = detectors.flatMap(({ reads }) => reads.modules ?? []);
    for (const module of wanted) this.#importers.set(module, []);
    const tops = new Set(wanted.map(topOf));
    for (const file of this.#python) {
      const add = (name: string): void => {
        const list = this.#importers.get(name);
        if (list && list.at(-1) !== file) list.push(file);
      };
      for (const { module, level, names } of file.facts.imports) {
        if (level > 0 || !tops.has(topOf(module))) continue;
        for (let end = module.length; end > 0; end = module.lastIndexOf(".", end - 1)) add(module.slice(0, end));
        for (const { name } of names ?? []) add(`${module}.${name}`);
      }
    }
    const callsIn = wantedCalls(detectors);
    this.#calls = this.#python.flatMap(file => scope.project.about(file, callsIn));
  }

  contextFor(reads: DetectorReads): DetectContext | null {
    const files = reads.files
      ? this.#scope.workspace.paths(...reads.files).filter(path => this.#scope.owns(path) && !isTemplatePath(path))
      : [];
    const test = callTest(reads.calls ?? []);
    const calls = reads.calls ? this.#calls.filter(({ name }) => test(name)) : [];
    const python = reads.everything
      ? this.#python
      : unique([
          ...(reads.modules ?? []).flatMap(module => this.#importers.get(module) ?? []),
          ...calls.map(({ file }) => file),
        ]);
    if (files.length === 0 && python.length === 0 && calls.length === 0) return null;
    const { workspace, project, unit, dependencies, manifests, packageManager } = this.#scope;
    return { workspace, project, unit, files, python, calls, dependencies, manifests, packageManager };
  }
}

type CallsIn = (project: PythonProject, file: PythonFile) => readonly MatchedCall[];

/** The question for each list of detectors, so that a project recognises it. */
const QUESTIONS = new WeakMap<readonly Detector[], CallsIn>();

/** Every call of a file that some detector may want, qualified once. Others are not worth resolving. */
function wantedCalls(detectors: readonly Detector[]): CallsIn {
  const known = QUESTIONS.get(detectors);
  if (known) return known;
  const wanted = [...new Set(detectors.flatMap(({ reads }) => reads.calls ?? []))];
  const heads = new Set(wanted.map(topOf));
  const test = callTest(wanted);
  const question: CallsIn = (project, file) => {
    // A call can only mean one of the wanted ones where its file imports the module, or takes it from a file of the project.
    const importsOne = file.facts.imports.some(
      ({ module, level }) => level > 0 || heads.has(topOf(module)) || project.module(module, file.path) !== undefined,
    );
    if (!importsOne) return [];
    const found: MatchedCall[] = [];
    for (const call of file.facts.calls) {
      if (call.callee === "") continue;
      const name = project.qualify(file, call.callee, call.scope);
      if (test(name)) found.push({ file, call, name });
    }
    return found;
  };
  QUESTIONS.set(detectors, question);
  return question;
}

function topOf(module: string): string {
  const dot = module.indexOf(".");
  return dot < 0 ? module : module.slice(0, dot);
}

function unique(files: readonly PythonFile[]): readonly PythonFile[] {
  return [...new Set(files)].sort((left, right) => compareText(left.path, right.path));
}

/** A test for qualified callees; a trailing `*` matches the rest. */
function callTest(patterns: readonly string[]): (name: string) => boolean {
  const exact = new Set(patterns.filter(pattern => !pattern.endsWith("*")));
  const prefixes = patterns.filter(pattern => pattern.endsWith("*")).map(pattern => pattern.slice(0, -1));
  return name => exact.has(name) || prefixes.some(prefix => name.startsWith(prefix));
}
