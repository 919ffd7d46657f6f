import type { Files } from "../model/ports";
import { decodeText } from "../workspace/decode";
import { trackedPaths } from "../workspace/git-index";

/** An index of half a million files. */
const MAX_INDEX_BYTES = 64_000_000;

/** What git keeps of a working tree, read from its own files: no program runs, as a repository's configuration can name programs. */
export interface GitFolder {
  /** Leads from the top of the working tree to the folder that was asked about, such as `services/shop/`; "" at the top. */
  readonly prefix: string;
  /** What belongs to this working tree alone: `HEAD`, `index`. */
  readonly own: Files;
  /** What all working trees of the repository share, where that is another folder. */
  readonly common: Files | null;
}

/**
 * The repository that a folder or one above it is the working tree of; null outside of one. In a linked working tree and in a
 * submodule `.git` is a file that names the folder. Source: https://git-scm.com/docs/gitrepository-layout
 */
export async function gitFolderOf(open: (root: string) => Files, root: string): Promise<GitFolder | null> {
  const start = root.replace(/[\\/]+$/, "");
  for (const folder of withParents(start)) {
    const prefix = start === folder ? "" : `${start.slice(folder.length + 1).replaceAll("\\", "/")}/`;
    const own = open(`${folder}/.git`);
    if ((await textOf(own, "HEAD")) !== null) return { prefix, own, common: null };
    const pointer = /^gitdir: (.+)$/m.exec((await textOf(open(folder), ".git")) ?? "")?.[1]?.trim();
    if (pointer === undefined) continue;
    const linked = open(isAbsolute(pointer) ? pointer : `${folder}/${pointer}`);
    const common = (await textOf(linked, "commondir"))?.trim();
    return {
      prefix,
      own: linked,
      common: common === undefined ? null : open(isAbsolute(common) ? common : `${linked.root}/${common}`),
    };
  }
  return null;
}

/**
 * Whether git has a file in its index, so that it is shared whatever the ignore rules say; null where the index cannot be read.
 * The path is relative to `root`.
 */
export async function isTracked(open: (root: string) => Files, root: string, path: string): Promise<boolean | null> {
  const git = await gitFolderOf(open, root);
  if (git === null) return false;
  const index = await git.own.read("index", MAX_INDEX_BYTES);
  // Nothing was added yet.
  if (index === null) return false;
  return trackedPaths(index)?.has(git.prefix + path) ?? null;
}

export async function textOf(files: Files, path: string): Promise<string | null> {
  const bytes = await files.read(path, 1_000_000);
  return bytes ? decodeText(bytes) : null;
}

function isAbsolute(path: string): boolean {
  return /^(?:[A-Za-z]:)?[\\/]/.test(path);
}

function* withParents(root: string): Generator<string> {
  let folder = root;
  while (folder !== "") {
    yield folder;
    const parent = folder.replace(/[\\/][^\\/]*$/, "");
    if (parent === folder) return;
    folder = parent;
  }
}
