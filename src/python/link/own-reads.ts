import type { CallFact, DefinitionFact, PythonFacts, Value } from "../facts";
import type { PythonFile, Resolution } from "../project";
import { ENVIRONMENT_GETTERS } from "./environment-names";
import type { LinkedFiles } from "./linked-files";
import { open, union } from "./literal-values";
import type { Qualifier } from "./qualify";

/** Which parameters of an own function are the name of the variable that it reads, and what it gives instead. */
interface OwnRead {
  readonly name: number;
  /** -1 where it has none. */
  readonly fallback: number;
  /** Without `self`. */
  readonly parameters: DefinitionFact["parameters"];
}

/** The definition of `Class.method` or `function` by its names from the module down, -1 where there is none. */
function definitionAt({ definitions }: PythonFacts, names: readonly string[]): number {
  let parent = -1;
  for (const name of names) {
    parent = definitions.findIndex(definition => definition.parent === parent && definition.name === name);
    if (parent < 0) return -1;
  }
  return parent;
}

/** A function that looks up the variable that one of its parameters names; `isGetter` knows what reads the environment. */
function ownRead(facts: PythonFacts, index: number, isGetter: (call: CallFact) => boolean): OwnRead | null {
  const definition = facts.definitions[index];
  if (definition?.kind !== "function") return null;
  const bound = /^(?:self|cls)$/.test(definition.parameters[0]?.name ?? "") ? 1 : 0;
  const parameters = definition.parameters.slice(bound);
  const position = (value: Value | undefined): number =>
    value?.kind === "name" ? parameters.findIndex(({ name }) => name === value.path) : -1;
  for (const call of facts.calls) {
    if (call.scope !== index || !isGetter(call)) continue;
    const name = position(call.arguments[0]);
    if (name < 0) continue;
    const handed = position(call.arguments[1]);
    const named = parameters.findIndex(({ name: own }, at) => at !== name && /^(?:default|fallback)(?:_|$)/.test(own));
    return { name, fallback: handed >= 0 ? handed : named, parameters };
  }
  return null;
}

/** A call of such a function: the name that it is given, and what it gives instead, by the caller or by its own default. */
interface OwnReadCall {
  readonly name: Value;
  readonly fallback: { readonly file: PythonFile; readonly value: Value; readonly isGiven: boolean } | null;
}

/** Finds own functions that read the environment by the qualified name of what is called. */
export class OwnReads {
  readonly #files: LinkedFiles;
  readonly #qualifier: Qualifier;

  constructor(files: LinkedFiles, qualifier: Qualifier) {
    this.#files = files;
    this.#qualifier = qualifier;
  }

  /** What a call gives, as far as it is a read: the default, with the variable's name. Null for any other call. */
  resolution(
    file: PythonFile,
    call: { readonly kind: "call" } & CallFact,
    qualified: string,
    resolve: (file: PythonFile, value: Value, isGiven: boolean) => Resolution,
  ): Resolution | null {
    const read = this.#of(file, call, qualified);
    const named = read && resolve(file, read.name, true);
    if (!read || !named || named.isOpen || named.value.kind !== "string") return null;
    const variables = [named.value.value];
    if (!read.fallback) return open(call, file, variables);
    const found = resolve(read.fallback.file, read.fallback.value, read.fallback.isGiven);
    const isNothing = !found.isOpen && found.value.kind === "constant" && found.value.value === null;
    return isNothing ? open(call, file, variables) : { ...found, variables: union(variables, found.variables) };
  }

  #of(file: PythonFile, call: CallFact, qualified: string): OwnReadCall | null {
    const names = qualified.split(".");
    for (let count = names.length - 1; count > 0; count--) {
      const module = names.slice(0, count).join(".");
      const source = module === file.module ? file : this.#files.module(module, file.path);
      if (!source) continue;
      const read = ownRead(source.facts, definitionAt(source.facts, names.slice(count)), inner =>
        ENVIRONMENT_GETTERS.has(inner.callee === "" ? "" : this.#qualifier.qualify(source, inner.callee, inner.scope)),
      );
      const given = (at: number): Value | undefined =>
        at < 0
          ? undefined
          : (call.arguments[at] ?? call.keywords.find(({ name }) => name === read?.parameters[at]?.name)?.value);
      const name = read ? given(read.name) : undefined;
      if (!read || !name) return null;
      const value = given(read.fallback);
      const preset = read.parameters[read.fallback]?.default;
      const fallback = value
        ? { file, value, isGiven: true }
        : preset
          ? { file: source, value: preset, isGiven: false }
          : null;
      return { name, fallback };
    }
    return null;
  }
}
