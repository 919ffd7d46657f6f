import type { Value } from "../../python/facts";
import type { PythonFile } from "../../python/project";
import { walk } from "../applications/values";

export interface BoundLiteral {
  readonly text: string;
  readonly offset: number;
  /** The name it is bound to, or the call it is passed to. */
  readonly name: string;
  readonly scope: number;
}

/** Every string that a file binds to a name, passes to a call or takes as a parameter's default, each once. */
export function boundLiterals(file: PythonFile): readonly BoundLiteral[] {
  const found = new Map<number, BoundLiteral>();
  const look = (root: Value | null, name: string, scope: number): void => {
    walk(root, value => {
      if (value.kind === "string" && !value.bytes && !found.has(value.offset))
        found.set(value.offset, { text: value.value, offset: value.offset, name, scope });
    });
  };
  for (const { target, key, value, scope } of file.facts.assignments)
    look(value, key?.kind === "string" ? key.value : target, scope);
  for (const call of file.facts.calls) {
    for (const argument of call.arguments) look(argument, call.callee, call.scope);
    for (const keyword of call.keywords) look(keyword.value, keyword.name ?? call.callee, call.scope);
  }
  for (const definition of file.facts.definitions)
    for (const parameter of definition.parameters) look(parameter.default, parameter.name, -1);
  return [...found.values()].sort((left, right) => left.offset - right.offset);
}
