import { writtenPath } from "../python/manifests/paths";
import type { ManifestFile } from "../python/manifests/types";
import { nameOf, parentOf } from "../model/paths";

/** A project of the workspace that another one installs from its folder. */
export interface LibraryProject {
  /** Normalised. */
  readonly name: string;
  readonly folder: string;
  readonly files: readonly ManifestFile[];
  /** The reference in a list of requirements, where it was found there. */
  readonly reference: { readonly path: string; readonly offset: number; readonly extras: readonly string[] } | null;
}

const PROJECT_KINDS = new Set(["pyproject", "setup.py", "setup.cfg"]);

/**
 * Libraries of the workspace that manifests install: by a local path in a list (`-e ../common`), a path of Poetry, PDM or
 * Pipenv, or the name of another project (members of a uv workspace); libraries of libraries included.
 */
export function libraryProjects(
  start: readonly ManifestFile[],
  all: readonly ManifestFile[],
): readonly LibraryProject[] {
  const projects = all.filter(file => PROJECT_KINDS.has(file.kind));
  const startFolders = new Set(start.filter(file => PROJECT_KINDS.has(file.kind)).map(({ path }) => parentOf(path)));
  const found = new Map<string, LibraryProject>();
  const queue = [...start];
  for (let at = 0; at < queue.length; at++) {
    const file = queue[at];
    if (!file) break;
    for (const { folder, reference } of foldersOf(file, projects)) {
      if (found.has(folder) || startFolders.has(folder)) continue;
      const files = projects.filter(project => parentOf(project.path) === folder);
      if (files.length === 0) continue;
      const name = files.flatMap(({ projectName }) => projectName ?? [])[0] ?? nameOf(folder);
      found.set(folder, { name, folder, files, reference });
      queue.push(...files);
    }
  }
  return [...found.values()];
}

function foldersOf(
  file: ManifestFile,
  projects: readonly ManifestFile[],
): readonly Pick<LibraryProject, "folder" | "reference">[] {
  const referenced = file.projects.map(({ folder, offset, extras }) => ({
    folder,
    reference: { path: file.path, offset, extras },
  }));
  const named = file.declared.flatMap(({ name, url }) => {
    if (url !== null) {
      const isPath = !url.includes("://") && !url.startsWith("git+");
      const folder = isPath ? writtenPath(parentOf(file.path), url) : null;
      return folder === null ? [] : [folder];
    }
    return projects.flatMap(project => (project.projectName === name ? [parentOf(project.path)] : []));
  });
  return [...referenced, ...named.map(folder => ({ folder, reference: null }))];
}
