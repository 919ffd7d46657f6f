import { compareText } from "../../model/place";
import type { ImportEdge, ModuleInfo } from "../../model/recon";
import type { PythonFacts } from "../facts";
import { oncePerFacts } from "../once-per-facts";
import type { PythonFile } from "../project";
import { baseOf, folderOf, joinPath } from "./source-tree";

/** Every first-party module and package with what it is for; packages count all files below them. */
export function describeModules(files: readonly PythonFile[], edges: readonly ImportEdge[]): readonly ModuleInfo[] {
  const byPath = new Map(files.map(file => [file.path, file]));
  const imports = new Map<string, Set<string>>();
  for (const { from, to } of edges) {
    const target = byPath.get(to);
    if (!target) continue;
    const known = imports.get(from);
    if (known) known.add(target.module);
    else imports.set(from, new Set([target.module]));
  }
  const folders = folderTotals(files);
  const modules = files.map((file): ModuleInfo => {
    const isPackage = /(?:^|\/)__init__\.pyi?$/.test(file.path);
    const total = isPackage ? folders.get(folderOf(file.path)) : undefined;
    return {
      name: file.module === "" ? baseOf(folderOf(file.path)) : file.module,
      path: file.path,
      kind: isPackage ? "package" : "module",
      files: total?.files ?? 1,
      lines: total?.lines ?? file.facts.lines,
      summary: isPackage ? packageSummary(file, total?.children ?? []) : summaryOf(file.facts),
      imports: [...(imports.get(file.path) ?? [])].filter(name => name !== file.module).sort(compareText),
    };
  });
  modules.push(...namespaces(files, folders, byPath));
  return modules.sort((left, right) => compareText(left.path, right.path) || compareText(left.name, right.name));
}

interface FolderTotal {
  files: number;
  lines: number;
  readonly children: string[];
}

function folderTotals(files: readonly PythonFile[]): ReadonlyMap<string, FolderTotal> {
  const totals = new Map<string, FolderTotal>();
  const total = (folder: string): FolderTotal => {
    let known = totals.get(folder);
    if (!known) totals.set(folder, (known = { files: 0, lines: 0, children: [] }));
    return known;
  };
  for (const { path, facts } of files) {
    const folder = folderOf(path);
    const base = baseOf(path).replace(/\.\w+$/, "");
    if (base !== "__init__") total(folder).children.push(base);
    for (let at = folder; ; at = folderOf(at)) {
      const known = total(at);
      known.files++;
      known.lines += facts.lines;
      if (at === "") break;
    }
  }
  return totals;
}

/** Folders without `__init__.py` that importable names lead through (PEP 420). */
function namespaces(
  files: readonly PythonFile[],
  folders: ReadonlyMap<string, FolderTotal>,
  byPath: ReadonlyMap<string, PythonFile>,
): readonly ModuleInfo[] {
  const found = new Map<string, ModuleInfo>();
  for (const { path, sourceRoot } of files) {
    for (let folder = folderOf(path); folder !== sourceRoot && folder !== ""; folder = folderOf(folder)) {
      if (found.has(folder)) break;
      if (byPath.has(joinPath(folder, "__init__.py")) || byPath.has(joinPath(folder, "__init__.pyi"))) continue;
      const total = folders.get(folder);
      found.set(folder, {
        name: (sourceRoot === "" ? folder : folder.slice(sourceRoot.length + 1)).replaceAll("/", "."),
        path: folder,
        kind: "namespace",
        files: total?.files ?? 0,
        lines: total?.lines ?? 0,
        summary: holding(total?.children ?? []),
        imports: [],
      });
    }
  }
  return [...found.values()];
}

/** The docstring's first sentence, else what the module defines. */
const summaryOf = oncePerFacts((facts: PythonFacts): string => {
  if (facts.docstring !== null) return facts.docstring;
  const defined = definedNames(facts);
  if (defined !== "") return `Defines ${defined}.`;
  if (facts.mainGuard !== null) return "A script that is run directly.";
  const constants = facts.assignments
    .filter(({ target, scope }) => scope === -1 && /^\w+$/.test(target))
    .map(({ target }) => target);
  if (constants.length > 0) return `Sets ${listed([...new Set(constants)], 3)}.`;
  return facts.imports.length > 0 ? "Imports only." : "Empty.";
});

/** Classes and functions of the module, the open ones where there are any. */
function definedNames(facts: PythonFacts): string {
  const top = facts.definitions.filter(({ parent }) => parent === -1);
  const names = (kind: "class" | "function"): readonly string[] => {
    const all = [...new Set(top.filter(definition => definition.kind === kind).map(({ name }) => name))];
    const open = all.filter(name => !name.startsWith("_"));
    return open.length > 0 ? open : all;
  };
  const classes = names("class");
  const functions = names("function");
  const parts: string[] = [];
  if (classes.length > 0) parts.push(`${classes.length === 1 ? "class" : "classes"} ${listed(classes, 4)}`);
  if (functions.length > 0) parts.push(`${functions.length === 1 ? "function" : "functions"} ${listed(functions, 4)}`);
  return parts.join(" and ");
}

function packageSummary(file: PythonFile, children: readonly string[]): string {
  if (file.facts.docstring !== null) return file.facts.docstring;
  const defined = definedNames(file.facts);
  if (defined !== "") return `Defines ${defined}.`;
  return holding(children);
}

function holding(children: readonly string[]): string {
  return children.length === 0 ? "Package." : `Holds ${listed([...children].sort(compareText), 5)}.`;
}

function listed(names: readonly string[], most: number): string {
  const shown = names.slice(0, most);
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}
