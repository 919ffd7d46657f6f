import type { Evidence } from "../model/evidence";
import { messageOf, throwIfCancelled } from "../model/error";
import { compareText } from "../model/place";
import type { Dependency, Manifest, PackageManager, Problem } from "../model/recon";
import type { FileQuestion, FileTold, PythonFile, PythonProject } from "../python/project";
import { isTemplatePath } from "../python/link/roles";
import type { Workspace } from "../workspace/workspace";
import type { DetectContext, Detector, MatchedCall } from "./define-detector";

/** What every detector is given, before matching. */
export interface DetectionScope {
  readonly workspace: Workspace;
  readonly project: PythonProject;
  /** Folder of the unit, "" for the analysed folder. */
  readonly unit: string;
  /** Tells this scope from others of the same reading. */
  readonly part: string;
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
    try {
      evidence.push(...matching.evidenceOf(detector));
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
  readonly #wanted: Wanted;
  /** Files of the unit that import a module that some detector reads, or something below it. */
  readonly #importers = new Map<string, PythonFile[]>();
  readonly #calls: readonly MatchedCall[];
  #python: readonly PythonFile[] | undefined;

  constructor(scope: DetectionScope, detectors: readonly Detector[]) {
    this.#scope = scope;
    this.#wanted = wantedBy(detectors);
    for (const { file, told } of this.#each(this.#wanted.modules)) {
      for (const module of told) {
        const known = this.#importers.get(module);
        if (known) known.push(file);
        else this.#importers.set(module, [file]);
      }
    }
    this.#calls = this.#each(this.#wanted.calls).flatMap(({ told }) => told);
  }

  /** The evidence of a detector that finds something to read: that of the last time where it would read the same again. */
  evidenceOf(detector: Detector): readonly Evidence[] {
    const { reads } = detector;
    const { workspace, project, unit, part, dependencies, manifests, packageManager } = this.#scope;
    const key = `${part}\0${detector.id}`;
    const files = project.keep(`${key}\0files`, [workspace.contents], () =>
      reads.files
        ? workspace.paths(...reads.files).filter(path => this.#scope.owns(path) && !isTemplatePath(path))
        : [],
    );
    const isWanted = this.#wanted.tests.get(detector);
    const calls = isWanted ? this.#calls.filter(({ name }) => isWanted(name)) : [];
    const python = unique([
      ...(reads.modules ?? []).flatMap(module => this.#importers.get(module) ?? []),
      ...calls.map(({ file }) => file),
    ]);
    const hasPython = reads.everything ? this.#all().length > 0 : python.length > 0;
    if (files.length === 0 && !hasPython && calls.length === 0) return [];
    const shared = { workspace, project, unit, files, calls, dependencies, manifests, packageManager };
    const all = (): readonly PythonFile[] => this.#all();
    const context: DetectContext = {
      ...shared,
      get python() {
        return reads.everything ? all() : python;
      },
      owns: file => this.#owns(file),
      each: question => this.#each(question).flatMap(({ told }) => told),
    };
    const given = [workspace.contents, dependencies, manifests, packageManager];
    const matched = [files, calls.length, ...calls, ...(reads.everything ? [] : python)];
    return project.keep(key, [...given, ...matched], () => detector.detect(context));
  }

  #all(): readonly PythonFile[] {
    const { files } = this.#scope.project;
    return (this.#python ??= files.filter(file => this.#owns(file)));
  }

  #owns({ path, role }: PythonFile): boolean {
    return role !== "test" && this.#scope.owns(path);
  }

  #each<T>(question: FileQuestion<readonly T[]>): readonly FileTold<T>[] {
    return this.#scope.project.each(question).filter(({ file }) => this.#scope.owns(file.path));
  }
}

/** What each file is asked for the detectors of one list. */
interface Wanted {
  /** Modules that some detector reads and that the file imports, with what holds them. */
  readonly modules: FileQuestion<readonly string[]>;
  /** Every call that some detector may want, qualified once. Others are not worth resolving. */
  readonly calls: FileQuestion<readonly MatchedCall[]>;
  /** Which calls each detector wants, for those that want any. */
  readonly tests: ReadonlyMap<Detector, (name: string) => boolean>;
}

/** The questions for each list of detectors, so that a project recognises them. */
const QUESTIONS = new WeakMap<readonly Detector[], Wanted>();

function wantedBy(detectors: readonly Detector[]): Wanted {
  let known = QUESTIONS.get(detectors);
  if (!known) {
    const tests = new Map(
      detectors.flatMap(detector =>
        detector.reads.calls ? [[detector, callTest(detector.reads.calls)] as const] : [],
      ),
    );
    known = { modules: wantedModules(detectors), calls: wantedCalls(detectors), tests };
    QUESTIONS.set(detectors, known);
  }
  return known;
}

function wantedModules(detectors: readonly Detector[]): Wanted["modules"] {
  const wanted = new Set(detectors.flatMap(({ reads }) => reads.modules ?? []));
  const tops = new Set([...wanted].map(topOf));
  return (_project, { facts }) => {
    const found = new Set<string>();
    const add = (name: string): void => {
      if (wanted.has(name)) found.add(name);
    };
    for (const { module, level, names } of facts.imports) {
      if (level > 0 || !tops.has(topOf(module))) continue;
      for (let end = module.length; end > 0; end = module.lastIndexOf(".", end - 1)) add(module.slice(0, end));
      for (const { name } of names ?? []) add(`${module}.${name}`);
    }
    return [...found];
  };
}

function wantedCalls(detectors: readonly Detector[]): Wanted["calls"] {
  const wanted = [...new Set(detectors.flatMap(({ reads }) => reads.calls ?? []))];
  const heads = new Set(wanted.map(topOf));
  const test = callTest(wanted);
  return (project, file) => {
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
