import type { Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { walk } from "../../python/values";
import { serviceOfBackend } from "../integrations/backends";

/** A database of Django's settings whose back end only a variable names. */
export interface VariableEngine {
  readonly file: PythonFile;
  readonly offset: number;
  readonly scope: number;
  readonly entries: readonly { readonly key: string; readonly value: Value }[];
}

/** `DATABASES = {"default": {"ENGINE": os.getenv("ENGINE"), "HOST": os.getenv("HOST")}}`, without a literal that says which. */
export function variableEngines(project: PythonProject, file: PythonFile): readonly VariableEngine[] {
  const found: VariableEngine[] = [];
  for (const { target, value, scope } of file.facts.assignments) {
    if (!/^DATABASES?\b/.test(target) || !value) continue;
    walk(value, inner => {
      if (inner.kind !== "dict") return;
      const entries = inner.entries.flatMap(({ key, value: entry }) =>
        key?.kind === "string" ? [{ key: key.value, value: entry }] : [],
      );
      const engine = entries.find(({ key }) => key === "ENGINE")?.value;
      if (engine === undefined) return;
      const read = project.resolve(file, engine, scope);
      let isNamed = false;
      for (const root of [engine, read.value])
        walk(root, part => void (isNamed ||= part.kind === "string" && serviceOfBackend(part.value) !== null));
      if (!isNamed && read.variables.length > 0) found.push({ file, offset: engine.offset, scope, entries });
    });
  }
  return found;
}
