import type { Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { textsOf } from "../environment/variable-names";

/** A string of a file that names a module, or an object of one. */
export interface NamedText {
  readonly text: string;
  readonly offset: number;
  /**
   * `module`: the whole text may be a module. `object`: so it may, or its last part is a name in one. `member`: its last part
   * is a name in a module, as a string that merely looks like a module may be anything.
   */
  readonly form: "module" | "object" | "member";
}

/** The strings that a value holds: itself, what it is made of, or the items of a list, a tuple or a dict. */
export function textsIn(
  project: PythonProject,
  file: PythonFile,
  value: Value,
  scope: number,
  form: NamedText["form"],
): readonly NamedText[] {
  const { offset } = value;
  const known = value.kind === "name" ? project.resolve(file, value, scope) : null;
  const meant = known && !known.isOpen && known.path === file.path ? known.value : value;
  if (meant.kind === "sequence") return meant.items.flatMap(item => textsIn(project, file, item, scope, form));
  if (meant.kind === "dict") return meant.entries.flatMap(entry => textsIn(project, file, entry.value, scope, form));
  return textsOf(project, file, ownName(file, meant), scope).map(text => ({ text, offset, form }));
}

/** `f"{__name__}.signals"` and `__package__ + ".signals"` name modules beside the file. */
function ownName(file: PythonFile, value: Value): Value {
  const isPackage = /(?:^|\/)__init__\.pyi?$/.test(file.path);
  const replaced = (part: Value): Value => {
    if (part.kind !== "name" || (part.path !== "__name__" && part.path !== "__package__")) return part;
    const own = part.path === "__name__" || isPackage ? file.module : file.module.replace(/\.?[^.]*$/, "");
    return { kind: "string", value: own, bytes: false, offset: part.offset, end: part.end };
  };
  if (value.kind === "template")
    return { ...value, parts: value.parts.map(part => (typeof part === "string" ? part : replaced(part))) };
  if (value.kind === "operation" && value.operator === "+" && value.left !== null)
    return { ...value, left: replaced(value.left), right: replaced(value.right) };
  return replaced(value);
}

/** The first-party file that a string names: `shop.urls`, `shop.web:app`, `shop.apps.ShopConfig`, `.views`. */
export function fileNamed(project: PythonProject, file: PythonFile, { text, form }: NamedText): PythonFile | undefined {
  const path = absoluteName(file, text.split(":", 1)[0] ?? "");
  if (!/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(path)) return undefined;
  const whole = form === "member" ? undefined : project.module(path, file.path);
  if (whole) return whole;
  const dot = path.lastIndexOf(".");
  if (dot < 0) return undefined;
  const holder = project.module(path.slice(0, dot), file.path);
  return holder && hasName(holder, path.slice(dot + 1)) ? holder : undefined;
}

/** `.views` as seen from a file's own package. */
function absoluteName(file: PythonFile, name: string): string {
  const dots = /^\.*/.exec(name)?.[0].length ?? 0;
  if (dots === 0) return name;
  const parts = file.module.split(".");
  const isPackage = /(?:^|\/)__init__\.pyi?$/.test(file.path);
  return [...parts.slice(0, parts.length - (isPackage ? dots - 1 : dots)), name.slice(dots)].join(".");
}

function hasName({ facts }: PythonFile, name: string): boolean {
  return (
    facts.definitions.some(definition => definition.parent === -1 && definition.name === name) ||
    facts.assignments.some(({ scope, target }) => scope === -1 && target === name) ||
    facts.imports.some(({ names }) => names?.some(({ as }) => as === name))
  );
}
