import { cleanPath } from "../../docker/dockerignore";
import type { WorkspaceContext, WorkspaceFacts } from "../workspace-context";

const FOLDERS = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>();

/** All folders that hold a file, "" for the root. */
export function foldersOf(paths: ReadonlySet<string>): ReadonlySet<string> {
  const known = FOLDERS.get(paths);
  if (known !== undefined) return known;
  const folders = new Set<string>([""]);
  for (const path of paths) {
    for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
      const folder = path.slice(0, slash);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  FOLDERS.set(paths, folders);
  return folders;
}

export function isFolder(facts: WorkspaceFacts, path: string): boolean {
  return foldersOf(facts.paths).has(path);
}

export function exists(facts: WorkspaceFacts, path: string): boolean {
  return facts.paths.has(path) || isFolder(facts, path);
}

/** The files in a folder and below it. */
export function filesBelow(facts: WorkspaceFacts, folder: string): readonly string[] {
  if (folder === "") return [...facts.paths];
  return [...facts.paths].filter(path => path.startsWith(`${folder}/`));
}

/** A source of COPY as a path of the workspace; null where it leaves the workspace. */
export function inContext(folder: string, source: string): string | null {
  const clean = cleanPath(source.replace(/^\/+/, "") || ".");
  const whole = clean === "." ? folder : folder === "" ? clean : cleanPath(`${folder}/${clean}`);
  return whole.startsWith("..") ? null : whole === "." ? "" : whole;
}

/** The span of a 1-based line, for related information; the file's first character where it has fewer lines. */
export function lineOf(context: WorkspaceContext, path: string, line: number): { start: number; end: number } {
  const text = context.read(path) ?? "";
  let start = 0;
  for (let at = 1; at < line; at++) {
    const feed = text.indexOf("\n", start);
    if (feed === -1) return { start: 0, end: 0 };
    start = feed + 1;
  }
  const end = text.indexOf("\n", start);
  return { start, end: end === -1 ? text.length : end };
}
