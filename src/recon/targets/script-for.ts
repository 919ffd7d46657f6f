import type { PythonFile, PythonProject } from "../../python/project";

/**
 * The file that a person runs so that `file` takes effect: itself where it can be run, else the nearest file that imports
 * it and has a main guard or is not imported by any other.
 */
export function scriptFor(project: PythonProject, file: PythonFile): PythonFile {
  if (file.facts.mainGuards.length > 0 || file.path.endsWith("__main__.py")) return file;
  const importers = importersOf(project);
  let level = [file.path];
  const seen = new Set(level);
  let fallback: PythonFile | null = null;
  for (let depth = 0; depth < 5 && level.length > 0; depth++) {
    const next: string[] = [];
    for (const path of level) {
      for (const from of importers.get(path) ?? []) {
        if (seen.has(from)) continue;
        seen.add(from);
        const importer = project.file(from);
        if (!importer || (importer.role !== "application" && importer.role !== "script")) continue;
        if (importer.facts.mainGuards.length > 0 || importer.path.endsWith("__main__.py")) return importer;
        if ((importers.get(from) ?? []).length === 0) fallback ??= importer;
        next.push(from);
      }
    }
    level = next;
  }
  return (importers.get(file.path) ?? []).length === 0 ? file : (fallback ?? file);
}

/** Paths that each file imports. */
export function importedBy(project: PythonProject): ReadonlyMap<string, readonly string[]> {
  return project.whole(forwardImports);
}

function forwardImports({ imports }: PythonProject): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>();
  for (const { from, to } of imports) {
    const list = map.get(from);
    if (list) list.push(to);
    else map.set(from, [to]);
  }
  return map;
}

/** For each file the files that import it, sorted. */
export function importersOf(project: PythonProject): ReadonlyMap<string, readonly string[]> {
  return project.whole(reversedImports);
}

function reversedImports(project: PythonProject): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>();
  for (const { from, to } of project.imports) {
    if (from === to) continue;
    const list = map.get(to);
    if (!list) map.set(to, [from]);
    else if (!list.includes(from)) list.push(from);
  }
  return map;
}
