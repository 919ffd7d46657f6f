import type { Files } from "../model/ports";
import { decodeText } from "../workspace/decode";

/**
 * The commit that is checked out in a folder or one above it, read from git's own files: no program runs, as a
 * repository's configuration can name programs. Null outside a repository and on a branch without commits.
 * Source: https://git-scm.com/docs/gitrepository-layout
 */
export async function commitOf(open: (root: string) => Files, root: string): Promise<string | null> {
  for (const folder of withParents(root)) {
    const head = await textOf(open(folder), ".git/HEAD");
    if (head !== null) return resolve(open(`${folder}/.git`), null, head);
    const pointer = /^gitdir: (.+)$/m.exec((await textOf(open(folder), ".git")) ?? "")?.[1];
    if (pointer === undefined) continue;
    const linked = open(/^(?:[A-Za-z]:)?[\\/]/.test(pointer) ? pointer : `${folder}/${pointer}`);
    const common = (await textOf(linked, "commondir"))?.trim();
    return resolve(
      linked,
      common === undefined ? null : open(`${linked.root}/${common}`),
      (await textOf(linked, "HEAD")) ?? "",
    );
  }
  return null;
}

async function resolve(git: Files, common: Files | null, head: string): Promise<string | null> {
  const name = /^ref: (\S+)/.exec(head)?.[1];
  if (name === undefined) return hash(head);
  for (const folder of common ? [git, common] : [git]) {
    const loose = hash((await textOf(folder, name)) ?? "");
    if (loose !== null) return loose;
    const packed = (await textOf(folder, "packed-refs"))?.split("\n").find(line => line.endsWith(` ${name}`));
    if (packed !== undefined) return hash(packed);
  }
  return null;
}

function hash(text: string): string | null {
  return /^[0-9a-f]{40,64}/.exec(text.trim())?.[0] ?? null;
}

async function textOf(files: Files, path: string): Promise<string | null> {
  const bytes = await files.read(path, 1_000_000);
  return bytes ? decodeText(bytes) : null;
}

function* withParents(root: string): Generator<string> {
  let folder = root.replace(/[\\/]+$/, "");
  while (folder !== "") {
    yield folder;
    const parent = folder.replace(/[\\/][^\\/]*$/, "");
    if (parent === folder) return;
    folder = parent;
  }
}
