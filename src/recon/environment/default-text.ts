import type { Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";

export interface DefaultFound {
  readonly text: string | null;
  readonly hasDefault: boolean;
}

export const NO_DEFAULT: DefaultFound = { text: null, hasDefault: false };

/** An empty default that the code refuses is as good as none. */
export function unlessEmpty(found: DefaultFound): DefaultFound {
  return found.text === "" ? NO_DEFAULT : found;
}

/** A default as the variable's text would be: `6379`, `False`, `a,b`; `None` counts as none. */
export function defaultText(
  project: PythonProject,
  file: PythonFile,
  value: Value | null | undefined,
  scope: number,
): DefaultFound {
  if (!value) return NO_DEFAULT;
  const resolved = project.resolve(file, value, scope);
  if (resolved.isOpen) return { text: null, hasDefault: true };
  const found = resolved.value;
  switch (found.kind) {
    case "string":
      return { text: found.value, hasDefault: true };
    case "number":
      return { text: found.digits ?? String(found.value), hasDefault: true };
    case "constant":
      return found.value === null ? NO_DEFAULT : { text: found.value ? "True" : "False", hasDefault: true };
    case "sequence": {
      const items = found.items.map(item => project.string(file, item, scope));
      return { text: items.every(item => item !== null) ? items.join(",") : null, hasDefault: true };
    }
    default:
      return { text: null, hasDefault: true };
  }
}
