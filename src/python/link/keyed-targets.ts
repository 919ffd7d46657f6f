import type { AssignmentFact, Value } from "../facts";
import type { PythonFile } from "../project";
import type { LinkedFiles } from "./linked-files";
import { splitRoot } from "./qualify";

/** Assignments to one key of an object, with the file that they stand in. */
export interface KeyedAssignments {
  readonly file: PythonFile;
  readonly facts: readonly AssignmentFact[];
}

/**
 * What sets `app.config["X"]`, for whoever reads it: assignments at the top of the file, in the scope that reads it, or in
 * the file that the object is imported from.
 */
export function keyedAssignments(
  files: LinkedFiles,
  file: PythonFile,
  { base, key }: Extract<Value, { kind: "subscript" }>,
  scope: number,
): KeyedAssignments | null {
  if (base.kind !== "name" || key.kind !== "string") return null;
  const suffix = `[${JSON.stringify(key.value)}]`;
  const own = assignedTo(files, file, base.path + suffix, scope);
  if (own.length > 0) return { file, facts: own };
  const [root, rest] = splitRoot(base.path);
  const [binding, ...others] = files.bindings(file).visible(scope, root).bindings;
  if (binding?.kind !== "import" || others.length > 0) return null;
  const source = files.source(file, binding.fact);
  if (!source || source.path === file.path) return null;
  const facts = assignedTo(files, source, binding.name + rest + suffix, -1);
  return facts.length > 0 ? { file: source, facts } : null;
}

function assignedTo(files: LinkedFiles, file: PythonFile, target: string, scope: number): readonly AssignmentFact[] {
  const bindings = files.bindings(file);
  const found = [...(scope === -1 ? [] : bindings.in(scope, target)), ...bindings.in(-1, target)];
  return found.flatMap(binding => (binding.kind === "assignment" ? binding.fact : []));
}
