import type {
  AssignmentFact,
  BranchFact,
  CallFact,
  CheckFact,
  ContextFact,
  DefinitionFact,
  ImportFact,
  LoopFact,
  MembershipFact,
  SubscriptFact,
  SyntaxFact,
  Value,
} from "../facts";
import {
  holdsTests,
  ATTRIBUTE_MARK,
  isDullModule,
  isTableSql,
  isTestFramework,
  isTestModule,
  type Marks,
  ROOT_MARK,
} from "./interest";
import type { LexerSink } from "./lexer";
import { hashName } from "./token-kinds";
import type { Names } from "./names";

export type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
export type CallValue = Mutable<{ readonly kind: "call" } & CallFact>;

/** Keywords by which a client is told where to connect. */
const ADDRESS = /^(?:hosts?|dsn|ur[il])$/;
/** Callees inside functions whose results are followed: constructors, factories and reads of settings. */
const MAKES_OBJECT =
  /(?:^|\.)[A-Z]\w*$|(?:create|make|build|connect|client|app|server|env|conf|setting|sched|bot|load|loop|get)\w*$/;

/** Errors of one file that are kept; a binary file would give thousands. */
const MAX_ERRORS = 50;

/** Collects the facts of one file while it is read. */
export class Recorder implements LexerSink {
  readonly marks: Marks;
  readonly words: Names;
  docstring: string | null = null;
  readonly mainGuards: { readonly offset: number; end: number }[] = [];
  readonly imports: Mutable<ImportFact>[] = [];
  readonly definitions: Mutable<DefinitionFact>[] = [];
  readonly assignments: AssignmentFact[] = [];
  readonly calls: CallValue[] = [];
  readonly subscripts: Mutable<SubscriptFact>[] = [];
  readonly memberships: MembershipFact[] = [];
  readonly checks: CheckFact[] = [];
  readonly leaves: CheckFact[] = [];
  readonly branches: BranchFact[] = [];
  readonly contexts: ContextFact[] = [];
  readonly loops: LoopFact[] = [];
  readonly names = new Set<string>();
  readonly facts: SyntaxFact[] = [];
  readonly errors: { message: string; offset: number }[] = [];
  /** Index of the innermost definition, -1 at module level. */
  scope = -1;
  /** Whether the current line stands in a branch of its scope. */
  conditional = false;
  /** A test framework or a test package is imported: bodies of test functions are passed over. */
  looksLikeTests = false;
  /** A test framework is imported at module level, and there are tests: only imports and definitions of the file are kept. */
  isTestFile = false;
  readonly #features = new Set<string>();
  readonly #imported = new Set<string>();

  /** Names of the file's functions that make tables. */
  readonly #makers: Set<string>;

  readonly #text: string;

  constructor(marks: Marks, words: Names, makers: Set<string>, text = "") {
    this.marks = marks;
    this.#text = text;
    this.#makers = makers;
    for (const name of makers) marks.add(name, ROOT_MARK);
    this.words = words;
  }

  error(message: string, offset: number): void {
    if (this.errors.length < MAX_ERRORS) this.errors.push({ message, offset });
  }

  /** The first use of each feature is kept: one place is enough to say why a version is needed. */
  syntax(feature: string, offset: number, since: string | null, until: string | null): void {
    if (this.#features.has(feature)) return;
    this.#features.add(feature);
    this.facts.push({ feature, offset, since, until });
  }

  /** Lines are filled in when the file has been read. */
  import(fact: ImportFact): void {
    this.imports.push(fact);
    if (!this.looksLikeTests && isTestModule(fact.module)) this.looksLikeTests = true;
    // Mocks are used outside of tests as well, and types of a framework are no tests.
    const isMock = fact.names !== null && fact.names.length > 0 && fact.names.every(({ name }) => name === "mock");
    const isAsked = !this.isTestFile && fact.scope === -1 && fact.level === 0 && fact.kind === "static" && !isMock;
    if (isAsked && isTestFramework(fact.module) && (fact.module !== "unittest" || holdsTests(this.#text)))
      this.isTestFile = true;
    // What a sibling module provides is seen there; names such as `settings` and `app` matter wherever they come from.
    const isDull = fact.level > 0 || isDullModule(fact.module);
    if (fact.names) for (const { as } of fact.names) this.#bind(as, isDull);
    else this.#bind(fact.as ?? firstPart(fact.module), isDull);
  }

  #bind(name: string, isDull: boolean): void {
    this.#imported.add(name);
    if (!isDull) this.marks.add(name, ROOT_MARK);
  }

  isImported(root: string): boolean {
    return this.#imported.has(root);
  }

  assignment(fact: AssignmentFact): void {
    this.assignments.push(fact);
    const { value, target } = fact;
    // What is bound to a call is used later: `app = Flask(...)`, `self.env = Env()`; so are names of strings.
    if (value === null || target.endsWith("]") || !this.#isWorthFollowing(value)) return;
    const dot = target.lastIndexOf(".");
    if (dot < 0) this.marks.add(target, ROOT_MARK);
    else this.marks.add(target.slice(dot + 1), ROOT_MARK | ATTRIBUTE_MARK);
  }

  /** Objects made by imported callables, and what was read from the environment. */
  #isWorthFollowing(value: Value): boolean {
    if (value.kind === "subscript") return value.base.kind === "name" && value.base.path.endsWith("environ");
    if (value.kind === "operation")
      return (
        this.#isWorthFollowing(value.left ?? value.right) ||
        // `settings.get(name) or os.environ.get(name)`
        (value.operator === "or" && this.#isWorthFollowing(value.right))
      );
    if (value.kind !== "call" || value.callee.endsWith("etLogger") || value.callee.endsWith("get_logger")) return false;
    const root = hashName(firstPart(value.callee)) & 0xffff;
    if (((this.marks.table[root] ?? 0) & ROOT_MARK) === 0) return value.callee === "";
    return this.scope === -1 || MAKES_OBJECT.test(value.callee);
  }

  call(call: CallValue): void {
    this.calls.push(call);
    if (call.callee.endsWith("import_module") || call.callee === "__import__") this.#dynamicImport(call);
  }

  /** `importlib.import_module("a.b")` names a module as an import statement does. */
  #dynamicImport(call: CallValue): void {
    const [name] = call.arguments;
    if (name?.kind !== "string" || !/^\.*[\p{L}_][\p{L}\p{N}_.]*$/u.test(name.value)) return;
    const module = name.value.replace(/^\.+/, "");
    const level = name.value.length - module.length;
    this.imports.push({
      module,
      level,
      names: null,
      as: null,
      offset: call.offset,
      line: 0,
      kind: "dynamic",
      scope: this.scope,
    });
  }

  subscript(base: string, key: Value, offset: number, end: number): void {
    const { scope } = this;
    this.subscripts.push(
      this.conditional
        ? { base, key, offset, end, scope, guarded: false, conditional: true, context: "load" }
        : { base, key, offset, end, scope, guarded: false, context: "load" },
    );
  }

  membership(element: Value, container: string, offset: number): void {
    this.memberships.push({ element, container, offset, scope: this.scope });
  }

  /** An attribute read such as `settings.DATABASE_URL`, kept where its first name is imported. */
  name(path: string): void {
    if (this.#imported.has(firstPart(path))) this.names.add(path);
  }

  /**
   * A function that looks up one of its own parameters (`def get_env(name): return os.environ[name]`), connects to it, or makes
   * tables, makes its name interesting for the rest of the file; of a class whose object does so it is the class's name.
   */
  markWrapper(definition: number, calls: number, subscripts: number): void {
    const fact = this.definitions[definition];
    if (!fact) return;
    if (this.calls.slice(calls).some(call => makesTables(call) || this.#makers.has(call.callee))) {
      this.#makers.add(fact.name);
      this.marks.add(fact.name, ROOT_MARK);
    }
    if (fact.parameters.length === 0) return;
    const parameters = new Set(fact.parameters.map(parameter => parameter.name));
    const isOwn = (value: Value | undefined): boolean =>
      value?.kind === "name"
        ? parameters.has(value.path)
        : value?.kind === "template"
          ? value.parts.some(part => typeof part !== "string" && isOwn(part))
          : value?.kind === "operation" && (isOwn(value.left ?? undefined) || isOwn(value.right));
    const own = this.calls.slice(calls);
    const reads =
      own.some(call => /env|secret|config/i.test(call.callee) && call.arguments.some(isOwn)) ||
      this.subscripts.slice(subscripts).some(subscript => isOwn(subscript.key));
    if (reads) this.marks.add(fact.name, ROOT_MARK | ATTRIBUTE_MARK);
    const connects = own.some(call =>
      call.keywords.some(({ name, value }) => name !== null && ADDRESS.test(name) && isOwn(value)),
    );
    if (connects)
      this.marks.add((fact.name === "__init__" && this.definitions[fact.parent]?.name) || fact.name, ROOT_MARK);
  }

  /** Marks what was recorded since two counts as standing in a branch. */
  branch(calls: number, subscripts: number): void {
    for (let at = calls; at < this.calls.length; at++) (this.calls[at] as CallValue).conditional = true;
    for (let at = subscripts; at < this.subscripts.length; at++) {
      (this.subscripts[at] as Mutable<SubscriptFact>).conditional = true;
    }
  }

  /** The same from an offset up to two counts. */
  branchBefore(calls: number, subscripts: number, offset: number): void {
    for (let at = calls - 1; (this.calls[at]?.offset ?? -1) >= offset; at--)
      (this.calls[at] as CallValue).conditional = true;
    for (let at = subscripts - 1; (this.subscripts[at]?.offset ?? -1) >= offset; at--)
      (this.subscripts[at] as Mutable<SubscriptFact>).conditional = true;
  }

  /** Marks calls that were recorded between two counts as standing in a `try` whose failure is handled. */
  guardCalls(from: number, to: number): void {
    for (const call of this.calls.slice(from, to)) call.guarded = true;
  }

  /** The same where only None is handled; a call that raises by itself is not. */
  guardNone(from: number, to: number): void {
    for (const call of this.calls.slice(from, to)) call.noneGuarded = true;
  }

  guardSubscripts(from: number, to: number): void {
    for (const subscript of this.subscripts.slice(from, to)) subscript.guarded = true;
  }
}

/** `db.create_all()`, `run_sync(Base.metadata.create_all)`, SQL that does it. */
function makesTables({ callee, arguments: [first] }: CallFact): boolean {
  if (/\.(?:create_all|executescript)$/.test(callee)) return true;
  if (first?.kind === "name") return first.path.endsWith(".create_all");
  return first?.kind === "string" && /\.execute$/.test(callee) && isTableSql(first.value, 0, first.value.length);
}

function firstPart(path: string): string {
  const dot = path.indexOf(".");
  return dot < 0 ? path : path.slice(0, dot);
}
