import { type DefaultFound, NO_DEFAULT } from "./default-text";
import type { KeywordFact, Value } from "../../python/facts";
import { objectOrigins } from "../../python/link/reader-object";
import type { PythonFile, PythonProject } from "../../python/project";
import { typeName } from "./casts";
import { defaultText } from "./default-text";

/** What is said of one variable where the object that reads it is made. */
export interface SchemaEntry {
  readonly name: string;
  readonly type: string | null;
  readonly default: string | null;
  readonly hasDefault: boolean;
  /** A second item stands beside the type, None included. */
  readonly isOptional: boolean;
}

/** Types and defaults that django-environ is given once: `Env(DEBUG=(bool, False))`, in the file that makes the object. */
export function environSchema(project: PythonProject, file: PythonFile, callee: string): readonly SchemaEntry[] {
  const [root = ""] = callee.split(".", 1);
  for (const origin of objectOrigins(project, file, root)) {
    const found = origin.file.facts.assignments.flatMap(({ target, value, scope }) =>
      target === origin.name && value?.kind === "call" && /Env$/.test(value.callee)
        ? value.keywords.flatMap(keyword => schemaEntries(project, origin.file, keyword, scope))
        : [],
    );
    if (found.length > 0) return found;
  }
  return [];
}

/** One keyword, or what a dictionary that is handed over by `**` holds, wherever it is written. */
function schemaEntries(
  project: PythonProject,
  file: PythonFile,
  { name, value }: KeywordFact,
  scope: number,
): readonly SchemaEntry[] {
  if (name !== null) return [schemaEntry(project, file, name, value, scope)];
  const { value: whole, path } = project.resolve(file, value, scope);
  const origin = project.file(path) ?? file;
  return whole.kind === "dict"
    ? whole.entries.flatMap(({ key, value: declared }) =>
        key?.kind === "string" ? [schemaEntry(project, origin, key.value, declared, -1)] : [],
      )
    : [];
}

function schemaEntry(project: PythonProject, file: PythonFile, name: string, value: Value, scope: number): SchemaEntry {
  if (value.kind !== "sequence")
    return { name, type: typeName(value), default: null, hasDefault: false, isOptional: false };
  const [type, fallback] = value.items;
  const found = defaultText(project, file, fallback, scope);
  return {
    name,
    type: typeName(type),
    default: found.text,
    hasDefault: found.hasDefault,
    isOptional: fallback !== undefined,
  };
}

/** Whether a schema lets a variable that it declares be absent. */
export function mayBeUnset(declared: SchemaEntry | undefined): boolean {
  return declared?.isOptional === true || declared?.hasDefault === true;
}

/** The default that a schema gives a variable. */
export function declaredDefault(declared: SchemaEntry | undefined): DefaultFound {
  return declared?.hasDefault ? { text: declared.default, hasDefault: true } : NO_DEFAULT;
}
