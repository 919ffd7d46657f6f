import type { Files } from "../model/ports";
import { gitFolderOf, textOf } from "./git-folder";

/** The commit that is checked out in a folder or one above it. Null outside a repository and on a branch without commits. */
export async function commitOf(open: (root: string) => Files, root: string): Promise<string | null> {
  const git = await gitFolderOf(open, root);
  if (git === null) return null;
  const head = (await textOf(git.own, "HEAD")) ?? "";
  const name = /^ref: (\S+)/.exec(head)?.[1];
  if (name === undefined) return hash(head);
  for (const folder of git.common ? [git.own, git.common] : [git.own]) {
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
