import { compareText } from "../../model/place";
import type { ModuleInfo } from "../../model/recon";
import { nameOf, parentOf } from "../../model/paths";
import type { PythonFacts } from "../facts";
import { oncePerFacts } from "../once-per-facts";
import type { PythonFile } from "../project";
import { childPath } from "./source-tree";

/** The modules of a project, with what it takes to describe some of them again. */
export interface ModuleTable {
  /** Every first-party module and package with what it is for; packages count all files below them. */
  readonly modules: readonly ModuleInfo[];
  readonly folders: ReadonlyMap<string, FolderTotal>;
}

/** What is asked about the files of a project. */
export interface ModuleFiles {
  file(path: string): PythonFile | undefined;
  /** Files that a file imports. */
  targets(path: string): readonly { readonly to: string }[];
}

export function describeModules(files: readonly PythonFile[], project: ModuleFiles): ModuleTable {
  const folders = folderTotals(files);
  const modules = files.map(file => describe(file, folders, project));
  modules.push(...namespaces(files, folders));
  modules.sort((left, right) => compareText(left.path, right.path) || compareText(left.name, right.name));
  return { modules, folders };
}

/** The table after some files changed, each still the same module at the same place. */
export function describeAgain(
  { modules, folders: before }: ModuleTable,
  changes: readonly { readonly before: PythonFile; readonly after: PythonFile }[],
  project: ModuleFiles,
): ModuleTable {
  const folders = new Map(before);
  const touched = new Set<string>();
  for (const { before: old, after } of changes) {
    touched.add(after.path);
    for (let at = parentOf(after.path); ; at = parentOf(at)) {
      const total = folders.get(at);
      if (total) folders.set(at, { ...total, lines: total.lines + after.facts.lines - old.facts.lines });
      for (const path of [at, childPath(at, "__init__.py"), childPath(at, "__init__.pyi")]) touched.add(path);
      if (at === "") break;
    }
  }
  const again = (module: ModuleInfo): ModuleInfo => {
    const file = project.file(module.path);
    if (file) return describe(file, folders, project);
    return { ...module, lines: folders.get(module.path)?.lines ?? 0 };
  };
  return { modules: modules.map(module => (touched.has(module.path) ? again(module) : module)), folders };
}

function describe(file: PythonFile, folders: ReadonlyMap<string, FolderTotal>, project: ModuleFiles): ModuleInfo {
  const isPackage = /(?:^|\/)__init__\.pyi?$/.test(file.path);
  const total = isPackage ? folders.get(parentOf(file.path)) : undefined;
  const imports = new Set<string>();
  for (const { to } of project.targets(file.path)) {
    const target = project.file(to);
    if (target && target.module !== file.module) imports.add(target.module);
  }
  return {
    name: file.module === "" ? nameOf(parentOf(file.path)) : file.module,
    path: file.path,
    kind: isPackage ? "package" : "module",
    files: total?.files ?? 1,
    lines: total?.lines ?? file.facts.lines,
    summary: isPackage ? packageSummary(file, total?.children ?? []) : summaryOf(file.facts),
    imports: [...imports].sort(compareText),
  };
}

/** Python files at and below a folder, and the modules right in it. */
interface FolderTotal {
  readonly files: number;
  readonly lines: number;
  readonly children: readonly string[];
}

function folderTotals(files: readonly PythonFile[]): ReadonlyMap<string, FolderTotal> {
  const totals = new Map<string, { files: number; lines: number; children: string[] }>();
  const total = (folder: string): { files: number; lines: number; children: string[] } => {
    let known = totals.get(folder);
    if (!known) totals.set(folder, (known = { files: 0, lines: 0, children: [] }));
    return known;
  };
  for (const { path, facts } of files) {
    const folder = parentOf(path);
    const base = nameOf(path).replace(/\.\w+$/, "");
    if (base !== "__init__") total(folder).children.push(base);
    for (let at = folder; ; at = parentOf(at)) {
      const known = total(at);
      known.files++;
      known.lines += facts.lines;
      if (at === "") break;
    }
  }
  return totals;
}

/** Folders without `__init__.py` that importable names lead through (PEP 420). */
function namespaces(files: readonly PythonFile[], folders: ReadonlyMap<string, FolderTotal>): readonly ModuleInfo[] {
  const paths = new Set(files.map(({ path }) => path));
  const found = new Map<string, ModuleInfo>();
  for (const { path, sourceRoot } of files) {
    for (let folder = parentOf(path); folder !== sourceRoot && folder !== ""; folder = parentOf(folder)) {
      if (found.has(folder)) break;
      if (paths.has(childPath(folder, "__init__.py")) || paths.has(childPath(folder, "__init__.pyi"))) continue;
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
  if (facts.mainGuards.length > 0) return "A script that is run directly.";
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
