import { isDeepStrictEqual } from "node:util";
import { compareText, type Confidence, type Place } from "../../model/place";
import type { ImportEdge, ModuleInfo } from "../../model/recon";
import { maskLine } from "../../workspace/mask";
import { SourceText } from "../../workspace/source-text";
import type { PythonFacts, Value } from "../facts";
import type { FileQuestion, FileTold, PythonFile, PythonProject, Resolution } from "../project";
import { Answers, type Current, type Gathered, Grounds, type Part, type Way } from "./answers";
import { bundledFolders } from "./bundled-folders";
import { type FileImports, followImports, type ForeignImport } from "./file-imports";
import { Candidates } from "./candidates";
import { type BindingCache, LinkedFiles } from "./linked-files";
import { Locator } from "./locate";
import { describeAgain, describeModules, type ModuleFiles, type ModuleTable } from "./module-info";
import { Qualifier } from "./qualify";
import { ValueResolver } from "./resolve";
import { ownVendorFolders, roleOf, settleRoles } from "./roles";
import { sourceRootOf } from "./source-roots";
import { dottedName, SourceTree } from "./source-tree";
import { isStandardModule } from "./standard-library";

export interface LinkInput {
  /** The analysed folder's own name: a repository that is itself a package is imported by it. */
  readonly name: string;
  /** Facts by path, relative with `/`. */
  readonly facts: ReadonlyMap<string, PythonFacts>;
  /** Folders that configuration puts on `sys.path`, beside what the layout implies. */
  readonly declaredRoots: readonly string[];
  /** Folders that are installed or made an image of by themselves: what they hold finds each other without their name. */
  readonly ownFolders?: readonly string[];
  /** Folders whose code is started in them, so that it is named from there on. */
  readonly startedFolders?: readonly string[];
  /** Folders that distributions were installed into, where it is known: what their packages hold was not written here. */
  readonly installed?: readonly string[];
  /** The decoded text of a file, for places; null where it is not at hand. */
  readonly text: (path: string) => string | null;
}

/** A linked project that can be linked again cheaply after some facts changed. */
export interface LinkedProject extends PythonProject {
  /** Links again; what depends on unchanged facts and an unchanged list of files is taken over. */
  relink(input: LinkInput): LinkedProject;
}

/** Links the facts of all files: module names, import graph, third-party imports, and answers about names and values. */
export function linkProject(input: LinkInput): LinkedProject {
  const tree = new SourceTree(input.facts.keys());
  const locator = new Locator(tree, input);
  return new Project(input, locator, linkAll(input, locator, new Map(), new Map()), new WeakMap(), new Answers());
}

type Known = ReadonlyMap<string, { readonly facts: PythonFacts; readonly imports: FileImports }>;

/** What linking all files gives, apart from answers that are worked out when they are asked for. */
interface Linkage {
  readonly known: Known;
  readonly files: ReadonlyMap<string, PythonFile>;
  readonly sourceRoots: readonly string[];
  readonly imports: readonly ImportEdge[];
  readonly thirdParty: PythonProject["thirdParty"];
  readonly ownFolders: ReadonlySet<string>;
}

function linkAll(
  input: LinkInput,
  locator: Locator,
  before: Known,
  filesBefore: ReadonlyMap<string, PythonFile>,
): Linkage {
  const known = new Map<string, { readonly facts: PythonFacts; readonly imports: FileImports }>();
  const results = new Map<string, FileImports>();
  const roles = new Map<string, PythonFile["role"]>();
  for (const path of [...input.facts.keys()].sort(compareText)) {
    const facts = input.facts.get(path);
    if (!facts) continue;
    const old = before.get(path);
    const imports = old?.facts === facts ? old.imports : followImports(path, facts.imports, locator);
    known.set(path, { facts, imports });
    results.set(path, imports);
  }
  const ownFolders = ownVendorFolders(known.keys(), path => results.get(path)?.targets ?? []);
  const foreign = [...(input.installed ?? []), ...bundledFolders(known.keys())];
  for (const [path, { facts }] of known) {
    roles.set(path, isInstalled(path, foreign) ? "generated" : roleOf(path, facts, ownFolders));
  }
  settleRoles(roles, path => results.get(path)?.targets ?? []);
  const rootOf = sourceRootOf(locator.tree, results, path => roles.get(path) === "test", [
    ...(input.ownFolders ?? []),
    ...(input.startedFolders ?? []),
  ]);
  const files = new Map<string, PythonFile>();
  for (const [path, { facts }] of known) {
    const sourceRoot = rootOf(path);
    const role = roles.get(path) ?? "application";
    const file: PythonFile = { path, facts, module: dottedName(path, sourceRoot), sourceRoot, role };
    const old = filesBefore.get(path);
    files.set(path, old?.facts === facts && isPlacedAlike(old, file) ? old : file);
  }
  const sourceRoots = [...new Set([...files.values()].map(file => file.sourceRoot))].sort(compareText);
  return { known, files, sourceRoots, imports: edgesOf(results), thirdParty: thirdPartyOf(results), ownFolders };
}

const EACH: Way = { hasTests: false, isCollected: false };
const EVERYWHERE: Way = { hasTests: true, isCollected: false };
const COLLECTED: Way = { hasTests: true, isCollected: true };

const NOTHING_PENDING: ReadonlySet<string> = new Set();

function isPlacedAlike(left: PythonFile, right: PythonFile): boolean {
  return left.module === right.module && left.sourceRoot === right.sourceRoot && left.role === right.role;
}

/** Whether a file belongs to a package of a folder of installed distributions; modules right in it may be the application's. */
function isInstalled(path: string, folders: readonly string[]): boolean {
  return folders.some(folder => path.startsWith(`${folder}/`) && path.includes("/", folder.length + 1));
}

/**
 * The linkage after some facts changed, where what these files import and what they are for stayed as it was: then
 * nothing but their own facts differs. Null where more has to be worked out.
 */
function relinkSame(input: LinkInput, locator: Locator, before: Linkage): Linkage | null {
  const known = new Map(before.known);
  const files = new Map(before.files);
  for (const [path, facts] of input.facts) {
    const old = before.known.get(path);
    const file = before.files.get(path);
    if (!old || !file) return null;
    if (old.facts === facts) continue;
    const imports = followImports(path, facts.imports, locator);
    const roleWith = (each: PythonFacts): PythonFile["role"] => roleOf(path, each, before.ownFolders);
    if (JSON.stringify(imports) !== JSON.stringify(old.imports) || roleWith(facts) !== roleWith(old.facts)) return null;
    known.set(path, { facts, imports });
    files.set(path, { ...file, facts });
  }
  return { ...before, known, files };
}

class Project implements LinkedProject, Current {
  readonly sourceRoots: readonly string[];
  readonly #files: readonly PythonFile[];
  readonly #input: LinkInput;
  readonly #locator: Locator;
  readonly #linkage: Linkage;
  readonly #bindings: BindingCache;
  readonly #answers: Answers;
  readonly #byPath: ReadonlyMap<string, PythonFile>;
  readonly #candidates: Candidates;
  readonly #linked: LinkedFiles;
  readonly #qualifier: Qualifier;
  readonly #resolver: ValueResolver;
  readonly #sources = new Map<string, SourceText>();
  #modules: ModuleTable | undefined;
  #paths: Map<string, string> | undefined;

  constructor(input: LinkInput, locator: Locator, linkage: Linkage, bindings: BindingCache, answers: Answers) {
    this.#input = input;
    this.#locator = locator;
    this.#linkage = linkage;
    this.#bindings = bindings;
    this.#answers = answers;
    this.#byPath = linkage.files;
    this.#files = [...linkage.files.values()];
    this.#candidates = new Candidates(this.#files);
    this.sourceRoots = linkage.sourceRoots;
    this.#linked = new LinkedFiles(this.#byPath, locator, bindings);
    this.#qualifier = new Qualifier(this.#linked, answers);
    this.#resolver = new ValueResolver(this.#linked, this.#qualifier);
  }

  get files(): readonly PythonFile[] {
    return this.#linked.take("files", this.#files);
  }

  get imports(): readonly ImportEdge[] {
    return this.#linked.take("imports", this.#linkage.imports);
  }

  get thirdParty(): PythonProject["thirdParty"] {
    return this.#linked.take("thirdParty", this.#linkage.thirdParty);
  }

  /** Made when it is first asked for: most questions about code need none of it. */
  get modules(): readonly ModuleInfo[] {
    this.#modules ??= describeModules(this.#files, this.#moduleFiles);
    return this.#linked.take("modules", this.#modules.modules);
  }

  get #moduleFiles(): ModuleFiles {
    const { files, known } = this.#linkage;
    return { file: path => files.get(path), targets: path => known.get(path)?.imports.targets ?? [] };
  }

  /** Takes over what an earlier state described, where every file is the module that it was. */
  #takeModules(table: ModuleTable, before: ReadonlyMap<string, PythonFile>): void {
    const changes = this.#files.flatMap(after => {
      const old = before.get(after.path);
      return old && old !== after ? [{ before: old, after }] : [];
    });
    if (changes.every(({ before: old, after }) => isPlacedAlike(old, after)))
      this.#modules = describeAgain(table, changes, this.#moduleFiles);
  }

  #source(path: string): SourceText | null {
    const known = this.#sources.get(path);
    if (known) return known;
    const text = this.#input.text(path);
    if (text === null) return null;
    const source = new SourceText(text);
    this.#sources.set(path, source);
    return source;
  }

  file(path: string): PythonFile | undefined {
    return this.#linked.file(path);
  }

  module(name: string, from?: string): PythonFile | undefined {
    if (from !== undefined) return this.#linked.module(name, from);
    for (const root of ["", ...this.sourceRoots]) {
      const path = this.#locator.tree.find(root, name);
      if (path !== null) return this.#linked.file(path);
    }
    return undefined;
  }

  named(module: string): PythonFile | undefined {
    if (!this.#paths) {
      this.#paths = new Map();
      for (const file of this.#files) if (!this.#paths.has(file.module)) this.#paths.set(file.module, file.path);
    }
    const path = this.#paths.get(module);
    return path === undefined ? undefined : this.#linked.file(path);
  }

  foreign(file: PythonFile): FileImports["foreign"] {
    this.#linked.look(file);
    return this.#linkage.known.get(file.path)?.imports.foreign ?? [];
  }

  qualify(file: PythonFile, path: string, scope?: number): string {
    return this.#qualifier.qualify(file, path, scope);
  }

  resolve(file: PythonFile, value: Value, scope?: number): Resolution {
    return this.#resolver.resolve(file, value, scope);
  }

  string(file: PythonFile, value: Value | null | undefined, scope?: number): string | null {
    if (!value) return null;
    if (value.kind === "string") return value.value;
    const resolved = this.#resolver.resolve(file, value, scope);
    return !resolved.isOpen && resolved.value.kind === "string" ? resolved.value.value : null;
  }

  about<T>(file: PythonFile, question: (project: PythonProject, file: PythonFile) => T): T {
    const { told, grounds } = this.#answers.of(file);
    if (told.has(question)) {
      this.#linked.reuse(grounds);
      return told.get(question) as T;
    }
    const answer = this.#linked.noting(grounds, () => question(this, file));
    told.set(question, answer);
    return answer;
  }

  each<T>(question: FileQuestion<readonly T[]>): readonly FileTold<T>[] {
    return this.#linked.take(question, this.#gather(question, EACH).list);
  }

  everywhere<T>(question: FileQuestion<readonly T[]>): readonly FileTold<T>[] {
    return this.#linked.take(question, this.#gather(question, EVERYWHERE).list);
  }

  collect<T>(question: FileQuestion<readonly T[]>): readonly T[] {
    const gathered = this.#gather(question, COLLECTED);
    this.#linked.take(question, gathered.list);
    return (gathered.told ??= gathered.list.flatMap(({ told }) => told));
  }

  /** Asks the files that were not asked yet, or that changed what they rest on since. */
  #gather<T>(question: FileQuestion<readonly T[]>, way: Way): Gathered<T> {
    const gathered = this.#answers.gathered<T>(question, way);
    if (gathered.pending?.size === 0) return gathered;
    if (this.#linked.apart(() => this.#ask(question, gathered))) {
      gathered.list = [...gathered.byPath.values()].sort((left, right) => compareText(left.file.path, right.file.path));
      gathered.told = undefined;
    }
    return gathered;
  }

  /** Whether any of the files that have to be asked says something else than before. */
  #ask<T>(question: FileQuestion<readonly T[]>, gathered: Gathered<T>): boolean {
    const { byPath, pending } = gathered;
    let isChanged = false;
    const files = pending ? [...pending].flatMap(path => this.#byPath.get(path) ?? []) : this.#candidates.of(question);
    for (const file of files) {
      const told = this.#askOne(file, question, gathered);
      if (told === byPath.get(file.path)) continue;
      isChanged = true;
      if (told) byPath.set(file.path, told);
      else byPath.delete(file.path);
    }
    gathered.pending = NOTHING_PENDING;
    return isChanged;
  }

  #askOne<T>(
    file: PythonFile,
    question: FileQuestion<readonly T[]>,
    { way, byPath }: Gathered<T>,
  ): FileTold<T> | undefined {
    if (file.role === "test" && !way.hasTests) return undefined;
    const told = this.#linked.asking(this.#answers.of(file).grounds, question, this, file);
    if (told.length === 0) return undefined;
    const before = byPath.get(file.path);
    return way.isCollected && before && isDeepStrictEqual(before.told, told) ? before : { file, told };
  }

  whole<T>(question: (project: PythonProject) => T, isSame?: (before: T, after: T) => boolean): T {
    const before = this.#answers.whole(question)?.value as T | undefined;
    return this.keep(question, [], () => {
      const after = question(this);
      return before !== undefined && isSame?.(before, after) === true ? before : after;
    });
  }

  keep<T>(key: unknown, inputs: readonly unknown[], work: () => T): T {
    this.#linked.expectWhole();
    const known = this.#answers.whole(key);
    const isKept =
      known !== undefined &&
      known.inputs.length === inputs.length &&
      known.inputs.every((input, index) => input === inputs[index]) &&
      this.#linked.apart(() => this.#answers.holds(known.grounds, this));
    if (isKept) {
      this.#linked.reuse(known.grounds);
      return known.value as T;
    }
    const grounds = new Grounds(null);
    const value = this.#linked.noting(grounds, work);
    this.#answers.keep(key, { inputs, grounds, value });
    return value;
  }

  part(part: Part): unknown {
    return typeof part === "function" ? this.#answers.has(part) && this.#gather(part, EACH).list : this[part];
  }

  place(file: PythonFile, offset: number, confidence: Confidence = "high"): Place {
    const source = this.#source(file.path);
    if (!source) return { path: file.path, line: 1, column: 1, text: "", confidence };
    const { line, column } = source.position(offset);
    return { path: file.path, line, column, text: maskLine(source.line(line), file.path), confidence };
  }

  relink(input: LinkInput): LinkedProject {
    const isSame =
      input.name === this.#input.name &&
      input.facts.size === this.#input.facts.size &&
      [...input.facts.keys()].every(path => this.#input.facts.has(path)) &&
      input.declaredRoots.join("\0") === this.#input.declaredRoots.join("\0") &&
      (input.ownFolders ?? []).join("\0") === (this.#input.ownFolders ?? []).join("\0") &&
      (input.startedFolders ?? []).join("\0") === (this.#input.startedFolders ?? []).join("\0");
    if (!isSame) return linkProject(input);
    this.#locator.facts = input.facts;
    // Where a file decides what an import of another one means, nothing that was followed before is sure.
    const decides = [...input.facts].some(
      ([path, facts]) => this.#locator.deciding.has(path) && this.#byPath.get(path)?.facts !== facts,
    );
    const linkage = decides
      ? linkAll(input, this.#locator, new Map(), this.#byPath)
      : (relinkSame(input, this.#locator, this.#linkage) ??
        linkAll(input, this.#locator, this.#linkage.known, this.#byPath));
    const after = new Project(input, this.#locator, linkage, this.#bindings, this.#answersFor(linkage.files));
    // Where what imports mean was decided anew, files that did not change may import others.
    if (this.#modules && !decides) after.#takeModules(this.#modules, this.#byPath);
    return after;
  }

  /** Answers that hold for these files too: none where a file is another module now, or decides what imports mean. */
  #answersFor(files: ReadonlyMap<string, PythonFile>): Answers {
    const changed = new Set<string>();
    for (const [path, file] of files) {
      const old = this.#byPath.get(path);
      if (old === file) continue;
      if (!old || !isPlacedAlike(old, file) || this.#locator.deciding.has(path)) return new Answers();
      changed.add(path);
    }
    return this.#answers.without(changed);
  }
}

function thirdPartyOf(results: ReadonlyMap<string, FileImports>): PythonProject["thirdParty"] {
  const found = new Map<string, ForeignImport[]>();
  for (const { foreign } of results.values()) {
    for (const item of foreign) {
      const dot = item.module.indexOf(".");
      const top = dot < 0 ? item.module : item.module.slice(0, dot);
      if (isStandardModule(top)) continue;
      const known = found.get(top);
      if (known) known.push(item);
      else found.set(top, [item]);
    }
  }
  return new Map([...found].sort((left, right) => compareText(left[0], right[0])));
}

function edgesOf(results: ReadonlyMap<string, FileImports>): readonly ImportEdge[] {
  const edges: ImportEdge[] = [];
  for (const [from, { targets }] of results) {
    const own = targets.map(({ to, line, kind }) => ({ from, to, line, kind }));
    edges.push(...own.sort((left, right) => compareText(left.to, right.to)));
  }
  return edges;
}
