import { cleanPath } from "../../docker/dockerignore";
import { isInside } from "../../model/paths";
import { compareText } from "../../model/place";
import type { WorkspaceContext, WorkspaceFacts } from "../workspace-context";

/** Files of settings, which may take a variable by `${NAME}`; lint loads those of an ordinary size (`supportingPaths`). */
export const SETTINGS_FILE = /\.(?:ya?ml|toml|ini|cfg|conf|template|tmpl|tpl|j2)$/;

const FOLDERS = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>();

/** All folders that hold a file, "" for the root. */
function foldersOf(paths: ReadonlySet<string>): ReadonlySet<string> {
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

/** Whether a path, or what lies below it, is there although it is not listed: git ignores it, or the settings exclude it. */
export function isLeftOut(facts: WorkspaceFacts, path: string): boolean {
  return (facts.leftOut ?? []).some(each => {
    const plain = each.replace(/\/$/, "");
    return isInside(plain, path) || isInside(path, plain);
  });
}

/** Endings that people give to the committed pattern of a file that each machine has for itself. */
export const SAMPLE_ENDINGS = [
  "example",
  "sample",
  "template",
  "dist",
  "tmpl",
  "tpl",
  "default",
  "defaults",
  "j2",
] as const;

/** The committed pattern of a file: `site.conf.example`. */
export function sampleOf(facts: WorkspaceFacts, path: string): string | undefined {
  return SAMPLE_ENDINGS.map(ending => `${path}.${ending}`).find(each => facts.paths.has(each));
}

const CHILDREN = new WeakMap<ReadonlySet<string>, ReadonlyMap<string, readonly string[]>>();

/** The names of the files and folders directly in a folder; files first. */
export function namesIn(facts: WorkspaceFacts, folder: string): readonly string[] {
  let known = CHILDREN.get(facts.paths);
  if (known === undefined) {
    const children = new Map<string, string[]>();
    for (const path of [...facts.paths, ...foldersOf(facts.paths)]) {
      if (path === "") continue;
      const slash = path.lastIndexOf("/");
      const parent = slash === -1 ? "" : path.slice(0, slash);
      const name = path.slice(slash + 1);
      const names = children.get(parent);
      if (names === undefined) children.set(parent, [name]);
      else names.push(name);
    }
    CHILDREN.set(facts.paths, (known = children));
  }
  return known.get(folder) ?? [];
}

const SORTED = new WeakMap<ReadonlySet<string>, readonly string[]>();

/** The files in a folder and below it, sorted. */
export function filesBelow(facts: WorkspaceFacts, folder: string): readonly string[] {
  let sorted = SORTED.get(facts.paths);
  if (sorted === undefined) SORTED.set(facts.paths, (sorted = [...facts.paths].sort(compareText)));
  if (folder === "") return sorted;
  // "0" is the character after "/", so all that starts with the folder lies between the two.
  return sorted.slice(firstFrom(sorted, `${folder}/`), firstFrom(sorted, `${folder}0`));
}

/** Index of the first path that is not before the given text. */
function firstFrom(sorted: readonly string[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? "") < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A source of COPY as a path of the workspace; null where it leaves the workspace. */
export function inContext(folder: string, source: string): string | null {
  const clean = cleanPath(source.replace(/^\/+/, "") || ".");
  const whole = clean === "." ? folder : folder === "" ? clean : cleanPath(`${folder}/${clean}`);
  return whole.startsWith("..") ? null : whole === "." ? "" : whole;
}

/** Whether a path lies in a submodule of git, which is empty where it was not fetched. */
export function isInSubmodule(facts: WorkspaceFacts, path: string): boolean {
  const text = facts.read(".gitmodules") ?? "";
  return [...text.matchAll(/^\s*path\s*=\s*(.+?)\s*$/gm)].some(
    ([, folder = ""]) =>
      `${path}/`.startsWith(`${folder}/`) && ![...facts.paths].some(each => each.startsWith(`${folder}/`)),
  );
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
