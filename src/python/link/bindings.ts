import type { AssignmentFact, DefinitionFact, ImportFact, PythonFacts, Value } from "../facts";

/** What a name in a file is bound to, in the order of the source where it is bound more than once. */
export type Binding =
  | { readonly kind: "import"; readonly fact: ImportFact; readonly name: string }
  | { readonly kind: "module"; readonly fact: ImportFact }
  | { readonly kind: "definition"; readonly index: number; readonly fact: DefinitionFact }
  | { readonly kind: "assignment"; readonly fact: AssignmentFact }
  /** `outer` is the scope that its default and its annotation are read in. */
  | {
      readonly kind: "parameter";
      readonly default: Value | null;
      readonly annotation: string | null;
      readonly outer: number;
    };

type Table = Map<string, Binding[]>;

/** The names of one file by scope, made once per facts and only where they are asked for: those of its functions and classes apart. */
export class Bindings {
  readonly facts: PythonFacts;
  readonly stars: readonly ImportFact[];
  readonly #module: Table;
  #inner: ReadonlyMap<number, Table> | undefined;
  /** Functions by the definition that they stand in. */
  #methods: ReadonlyMap<number, readonly number[]> | undefined;

  constructor(facts: PythonFacts) {
    this.facts = facts;
    this.stars = facts.imports.filter(
      ({ kind, names }) => kind !== "dynamic" && names?.some(({ name }) => name === "*") === true,
    );
    this.#module = tablesOf(facts, true).get(-1) ?? new Map<string, Binding[]>();
  }

  #table(scope: number): Table | undefined {
    return scope === -1 ? this.#module : (this.#inner ??= tablesOf(this.facts, false)).get(scope);
  }

  /** Bindings of a name, or of a dotted target such as `self.url`, in exactly this scope. */
  in(scope: number, name: string): readonly Binding[] {
    return this.#table(scope)?.get(name) ?? NOTHING;
  }

  names(scope: number): Iterable<string> {
    return this.#table(scope)?.keys() ?? NOTHING;
  }

  /**
   * Bindings of a plain name as code in a scope sees it: functions from the inside out, then the module; class bodies
   * are seen only from themselves (language reference 4.2.2).
   */
  visible(scope: number, name: string): { readonly bindings: readonly Binding[]; readonly scope: number } {
    for (let at = scope; at >= 0; at = this.facts.definitions[at]?.parent ?? -1) {
      const definition = this.facts.definitions[at];
      if (definition?.kind === "class" && at !== scope) continue;
      const found = this.in(at, name);
      if (found.length > 0) return { bindings: found, scope: at };
    }
    return { bindings: this.in(-1, name), scope: -1 };
  }

  /** The innermost class around a scope, -1 where there is none: what `self` and `cls` are. */
  classOf(scope: number): number {
    for (let at = scope; at >= 0; at = this.facts.definitions[at]?.parent ?? -1) {
      if (this.facts.definitions[at]?.kind === "class") return at;
    }
    return -1;
  }

  /** Assignments to `self.name` in any method of a class, and to `name` in its body. */
  attributes(classIndex: number, name: string): readonly AssignmentFact[] {
    const own = this.in(classIndex, name).flatMap(binding => (binding.kind === "assignment" ? binding.fact : []));
    const set = this.#methodsOf(classIndex).flatMap(method =>
      [...this.in(method, `self.${name}`), ...this.in(method, `cls.${name}`)].flatMap(binding =>
        binding.kind === "assignment" ? binding.fact : [],
      ),
    );
    return [...own, ...set];
  }

  #methodsOf(classIndex: number): readonly number[] {
    if (!this.#methods) {
      const methods = new Map<number, number[]>();
      this.facts.definitions.forEach(({ kind, parent }, index) => {
        if (kind !== "function") return;
        const known = methods.get(parent);
        if (known) known.push(index);
        else methods.set(parent, [index]);
      });
      this.#methods = methods;
    }
    return this.#methods.get(classIndex) ?? NOTHING;
  }
}

/** What is bound at the module's level, or in all scopes inside it. */
function tablesOf(facts: PythonFacts, isModule: boolean): ReadonlyMap<number, Table> {
  const tables = new Map<number, Table>();
  const add = (scope: number, name: string, binding: Binding): void => {
    let table = tables.get(scope);
    if (!table) tables.set(scope, (table = new Map<string, Binding[]>()));
    const known = table.get(name);
    if (known) known.push(binding);
    else table.set(name, [binding]);
  };
  const isMeant = (scope: number): boolean => (scope === -1) === isModule;
  for (const fact of facts.imports) {
    if (fact.kind === "dynamic" || !isMeant(fact.scope)) continue;
    if (fact.names === null) add(fact.scope, fact.as ?? topOf(fact.module), { kind: "module", fact });
    else for (const { name, as } of fact.names) if (name !== "*") add(fact.scope, as, { kind: "import", fact, name });
  }
  facts.definitions.forEach((fact, index) => {
    if (isMeant(fact.parent)) add(fact.parent, fact.name, { kind: "definition", index, fact });
    if (isModule) return;
    for (const { name, default: fallback, annotation } of fact.parameters) {
      // The annotation of `*args: T` is that of each item.
      const own = name.startsWith("*") ? null : annotation;
      const binding: Binding = { kind: "parameter", default: fallback, annotation: own, outer: fact.parent };
      add(index, name.replace(/^\*+/, ""), binding);
    }
  });
  for (const fact of facts.assignments)
    if (isMeant(fact.scope)) add(fact.scope, fact.target, { kind: "assignment", fact });
  return tables;
}

const NOTHING: readonly never[] = [];

function topOf(module: string): string {
  const dot = module.indexOf(".");
  return dot < 0 ? module : module.slice(0, dot);
}
