import type { Value } from "../../python/facts";
import { objectOrigins } from "../../python/link/reader-object";
import type { PythonFile, PythonProject } from "../../python/project";

const ENUM = /^enum\.(?:Str)?Enum$/;

/** Addresses of pydantic that a class of the project's own can be derived from. */
const ADDRESS = /^pydantic(?:\.\w+)*\.(\w+(?:Url|Dsn))$/;

/**
 * What a type of the project's own admits: the words of an Enum of texts or of an alias of `Literal`, or the address that its
 * class is derived from; null where it is nothing of the kind.
 */
export function typeBehind(project: PythonProject, file: PythonFile, type: string): string | null {
  if (!/^[A-Za-z_]\w*$/.test(type)) return null;
  for (const origin of objectOrigins(project, file, type)) {
    const { assignments, definitions } = origin.file.facts;
    const index = definitions.findIndex(
      ({ kind, name, parent }) => kind === "class" && name === origin.name && parent === -1,
    );
    const bases = (definitions[index]?.bases ?? []).flatMap(base =>
      base.kind === "name" ? [project.qualify(origin.file, base.path)] : [],
    );
    if (bases.some(base => ENUM.test(base))) {
      const words = assignments.flatMap(({ scope, value }) =>
        scope === index && value?.kind === "string" ? [value.value] : [],
      );
      return literalType(words);
    }
    const address = bases.flatMap(base => ADDRESS.exec(base)?.[1] ?? [])[0];
    if (address !== undefined) return address;
    const alias = assignments.find(({ target, scope }) => target === origin.name && scope === -1)?.value;
    if (alias?.kind === "subscript" && alias.base.kind === "name" && /(?:^|\.)Literal$/.test(alias.base.path))
      return literalType(textsOf(alias.key));
  }
  return null;
}

/** `Literal["local", "s3"]`, as an annotation would say it; null where there is nothing to choose from. */
export function literalType(choices: readonly string[]): string | null {
  return choices.length === 0 ? null : `Literal[${choices.map(word => JSON.stringify(word)).join(", ")}]`;
}

export function textsOf(key: Value | undefined): readonly string[] {
  const items = key?.kind === "sequence" ? key.items : key ? [key] : [];
  return items.flatMap(item => (item.kind === "string" ? [item.value] : []));
}
