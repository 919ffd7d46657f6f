import type { Value } from "../../python/facts";
import { objectOrigins } from "../../python/link/reader-object";
import type { PythonFile, PythonProject } from "../../python/project";

const ENUM = /^enum\.(?:Str)?Enum$/;

/** The words that a type admits, where its name is that of an Enum of texts or of an alias of `Literal`; else none. */
export function choicesOf(project: PythonProject, file: PythonFile, type: string): readonly string[] {
  if (!/^[A-Za-z_]\w*$/.test(type)) return [];
  for (const origin of objectOrigins(project, file, type)) {
    const { assignments, definitions } = origin.file.facts;
    const index = definitions.findIndex(
      ({ kind, name, parent, bases }) =>
        kind === "class" &&
        name === origin.name &&
        parent === -1 &&
        bases.some(base => base.kind === "name" && ENUM.test(project.qualify(origin.file, base.path))),
    );
    if (index >= 0)
      return assignments.flatMap(({ scope, value }) =>
        scope === index && value?.kind === "string" ? [value.value] : [],
      );
    const alias = assignments.find(({ target, scope }) => target === origin.name && scope === -1)?.value;
    if (alias?.kind === "subscript" && alias.base.kind === "name" && /(?:^|\.)Literal$/.test(alias.base.path))
      return textsOf(alias.key);
  }
  return [];
}

/** `Literal["local", "s3"]`, as an annotation would say it; null where there is nothing to choose from. */
export function literalType(choices: readonly string[]): string | null {
  return choices.length === 0 ? null : `Literal[${choices.map(word => JSON.stringify(word)).join(", ")}]`;
}

export function textsOf(key: Value | undefined): readonly string[] {
  const items = key?.kind === "sequence" ? key.items : key ? [key] : [];
  return items.flatMap(item => (item.kind === "string" ? [item.value] : []));
}
