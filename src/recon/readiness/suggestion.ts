import type { TextChange } from "../../model/recon";
import type { Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { isCredentialUrl } from "../../workspace/mask";

/** The part of a readiness finding that holds its suggestion; empty where there is none. */
export interface Suggested {
  readonly suggestion?: readonly TextChange[];
}

interface Edit {
  readonly offset: number;
  readonly end: number;
  readonly text: string;
}

/** Edits of one Python file as a suggestion shows them: by line and column, in order. */
export function suggest(project: PythonProject, file: PythonFile, edits: readonly Edit[]): Suggested {
  const suggestion = [...edits]
    .sort((left, right) => left.offset - right.offset)
    .map(({ offset, end, text }) => {
      const start = project.place(file, offset);
      const stop = project.place(file, end);
      return { line: start.line, column: start.column, endLine: stop.line, endColumn: stop.column, newText: text };
    });
  return { suggestion };
}

/** A Python string literal; JSON's escapes are Python's as well. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

/** `HOST` of `redis_host`, `self.host` or `app.config["HOST"]`, as a variable is called; null where nothing speaks. */
export function variableName(name: string): string | null {
  const last = /["'](\w+)["']\]$/.exec(name)?.[1] ?? name.slice(name.lastIndexOf(".") + 1);
  const words = last.replace(/([a-z0-9])([A-Z])/g, "$1_$2").replace(/^_+|_+$/g, "");
  return /^[A-Za-z]\w+$/.test(words) ? words.toUpperCase() : null;
}

/**
 * `os.environ.get("NAME", "…")` in the place of a literal, with the import that it needs; round it where it holds credentials,
 * which no suggestion may repeat. Nothing where nothing names the variable.
 */
export function fromEnvironment(
  project: PythonProject,
  file: PythonFile,
  literal: { readonly text: string; readonly offset: number; readonly end: number; readonly name: string },
): Suggested {
  const variable = variableName(literal.name);
  if (variable === null) return {};
  const { offset, end } = literal;
  const lead = `os.environ.get(${quoted(variable)}, `;
  const edits = isCredentialUrl(literal.text)
    ? [
        { offset, end: offset, text: lead },
        { offset: end, end, text: ")" },
      ]
    : [{ offset, end, text: `${lead}${quoted(literal.text)})` }];
  return suggest(project, file, [...edits, ...importOf(file, "os")]);
}

/** The edit that imports a module, above the first import; none where the file has it. */
function importOf(file: PythonFile, module: string): readonly Edit[] {
  const { imports } = file.facts;
  if (imports.some(fact => fact.names === null && fact.module === module && fact.as === null && fact.scope === -1))
    return [];
  const first = imports.find(
    ({ module: name, scope, kind }) => name !== "__future__" && scope === -1 && kind === "static",
  );
  return first ? [{ offset: first.offset, end: first.offset, text: `import ${module}\n` }] : [];
}

/** Another literal in the place of one that stands there as it is. */
export function replaced(project: PythonProject, file: PythonFile, value: Value | undefined, text: string): Suggested {
  if (value?.kind !== "string" && value?.kind !== "constant") return {};
  return suggest(project, file, [{ offset: value.offset, end: value.end, text }]);
}

/** `os.environ.get("DEBUG") == "1"` in the place of a switch that is always on. */
export function readSwitch(project: PythonProject, file: PythonFile, value: Value): Suggested {
  return suggest(project, file, [
    { offset: value.offset, end: value.end, text: 'os.environ.get("DEBUG") == "1"' },
    ...importOf(file, "os"),
  ]);
}

/** A relative path as one below the folder that `DATA_DIR` names, by default where it was. */
export function belowFolder(project: PythonProject, file: PythonFile, path: Value | undefined): Suggested {
  if (path?.kind !== "string" || path.bytes) return {};
  const text = `os.path.join(os.environ.get("DATA_DIR", "."), ${quoted(path.value)})`;
  return suggest(project, file, [{ offset: path.offset, end: path.end, text }, ...importOf(file, "os")]);
}

/** A list that a variable gives, its items parted by commas, by default what it was. */
export function listFromEnvironment(
  project: PythonProject,
  file: PythonFile,
  value: Value,
  variable: string,
  items: readonly (string | null)[],
): Suggested {
  const text = `os.environ.get(${quoted(variable)}, ${quoted(items.join(","))}).split(",")`;
  return suggest(project, file, [{ offset: value.offset, end: value.end, text }, ...importOf(file, "os")]);
}
