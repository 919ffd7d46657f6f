import type { ImportEdge } from "../../model/recon";
import type { ImportFact, PythonFacts } from "../../python/facts";

/** How far a name is followed from file to file. */
const MAX_STEPS = 5;

/**
 * What the names of files are bound to: modules of others and what was imported or made of them. A name that a file binds
 * to more than one thing, wherever it does, is bound to nothing that is known.
 */
export class BoundNames {
  readonly #files: ReadonlyMap<string, PythonFacts>;
  readonly #targets = new Map<string, string[]>();
  readonly #known = new Map<string, ReadonlyMap<string, Binding | null>>();

  constructor(files: ReadonlyMap<string, PythonFacts>, edges: readonly ImportEdge[]) {
    this.#files = files;
    for (const { from, to, line } of edges) {
      const key = `${from}:${line}`;
      this.#targets.set(key, [...(this.#targets.get(key) ?? []), to]);
    }
  }

  /** Imports of modules that are no file of the project. */
  foreign(path: string): readonly ImportFact[] {
    const imports = this.#files.get(path)?.imports ?? [];
    return imports.filter(
      ({ level, kind, line }) => level === 0 && kind !== "typing" && !this.#targets.has(`${path}:${line}`),
    );
  }

  /** The full name of a dotted path as written, `flask.Flask().route`; null where it is not surely one of other people. */
  inFull(path: string, written: string, steps = 0): string | null {
    const head = /^\w+/.exec(written)?.[0] ?? "";
    const rest = written.slice(head.length);
    const binding = this.#of(path).get(head);
    if (!binding || steps > MAX_STEPS) return null;
    if ("name" in binding) return binding.name + rest;
    if ("call" in binding) {
      const made = this.inFull(path, binding.call, steps + 1);
      return made === null ? null : `${made}()${rest}`;
    }
    for (const to of binding.from) {
      const found = this.inFull(to, binding.imported + rest, steps + 1);
      if (found !== null) return found;
    }
    return null;
  }

  #of(path: string): ReadonlyMap<string, Binding | null> {
    let known = this.#known.get(path);
    if (known === undefined) this.#known.set(path, (known = this.#read(path)));
    return known;
  }

  #read(path: string): ReadonlyMap<string, Binding | null> {
    const found = new Map<string, Binding | null>();
    const bind = (name: string, binding: Binding | null): void => {
      const before = found.get(name);
      const isSame = before === undefined || JSON.stringify(before) === JSON.stringify(binding);
      found.set(name, isSame ? binding : null);
    };
    const facts = this.#files.get(path);
    const foreign = new Set(this.foreign(path));
    for (const fact of facts?.imports ?? []) {
      if (fact.kind === "dynamic") continue;
      for (const [name, binding] of importedNames(fact, foreign.has(fact), this.#targets.get(`${path}:${fact.line}`)))
        bind(name, binding);
    }
    for (const { target, key, value, each } of facts?.assignments ?? [])
      if (key === null && !target.includes("."))
        bind(target, value?.kind === "call" && each !== true ? { call: value.callee } : null);
    for (const { name, parameters } of facts?.definitions ?? []) {
      bind(name, null);
      for (const parameter of parameters) bind(parameter.name.replace(/^\*+/, ""), null);
    }
    return found;
  }
}

/** What an import binds; `from` are the files of the workspace that it reads. */
function importedNames(
  { module, names, as }: ImportFact,
  isForeign: boolean,
  from: readonly string[] = [],
): readonly (readonly [string, Binding | null])[] {
  if (names === null) {
    const top = module.split(".", 1)[0] ?? module;
    return [[as ?? top, isForeign ? { name: as === null ? top : module } : null]];
  }
  return names.map(({ name, as: own }) => {
    if (isForeign) return [own, { name: `${module}.${name}` }];
    return [own, from.length > 0 ? { from, imported: name } : null];
  });
}

/** A name of other people's, the call that makes it, or what a name is called in the file that it comes from. */
type Binding =
  | { readonly name: string }
  | { readonly call: string }
  | { readonly from: readonly string[]; readonly imported: string };
