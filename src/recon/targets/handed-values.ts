import type { Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { symbolOf } from "../applications/symbols";
import { scriptFor } from "./script-for";

export interface HandedValue {
  readonly file: PythonFile;
  readonly value: Value;
  readonly scope: number;
}

/** What the program that is run hands over where `value` is a parameter of a function: `users.start(ADDRESS)`. */
export function handedValues(
  project: PythonProject,
  file: PythonFile,
  value: Value,
  scope: number,
): readonly HandedValue[] {
  const definition = file.facts.definitions[scope];
  if (value.kind !== "name" || definition?.kind !== "function" || definition.parent !== -1) return [];
  const position = definition.parameters.findIndex(({ name }) => name === value.path);
  if (position < 0) return [];
  const symbol = `${file.path}#${definition.name}`;
  const script = scriptFor(project, file);
  return script.facts.calls.flatMap(call => {
    if (!call.callee.endsWith(definition.name) || symbolOf(project, script, call.callee) !== symbol) return [];
    const given = call.keywords.find(({ name }) => name === value.path)?.value ?? call.arguments[position];
    return given === undefined ? [] : [{ file: script, value: given, scope: call.scope }];
  });
}
