import { createHash } from "node:crypto";
import type { Workspace } from "./workspace";

/** `sha256:` and the hex digest of a text's UTF-8 bytes, as `.drydock.yaml` keeps it. */
export function hashOf(text: string): string {
  return `sha256:${createHash("sha256").update(text, "utf8").digest("hex")}`;
}

/** Paths whose text is as it was when these hashes were kept, listed or not. */
export async function unchangedPaths(
  workspace: Workspace,
  hashes: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const paths = Object.keys(hashes);
  await workspace.loadUnlisted(paths);
  return paths.filter(path => {
    const text = workspace.text(path);
    return text !== null && hashOf(text) === hashes[path];
  });
}
