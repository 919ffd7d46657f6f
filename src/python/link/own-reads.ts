import type { CallFact, DefinitionFact, PythonFacts, Value } from "../facts";

/** Which parameters of an own function are the name of the variable that it reads, and what it gives instead. */
export interface OwnRead {
  readonly name: number;
  /** -1 where it has none. */
  readonly fallback: number;
  /** Without `self`. */
  readonly parameters: DefinitionFact["parameters"];
}

/** The definition of `Class.method` or `function` by its names from the module down, -1 where there is none. */
export function definitionAt({ definitions }: PythonFacts, names: readonly string[]): number {
  let parent = -1;
  for (const name of names) {
    parent = definitions.findIndex(definition => definition.parent === parent && definition.name === name);
    if (parent < 0) return -1;
  }
  return parent;
}

/** A function that looks up the variable that one of its parameters names; `isGetter` knows what reads the environment. */
export function ownRead(facts: PythonFacts, index: number, isGetter: (call: CallFact) => boolean): OwnRead | null {
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
