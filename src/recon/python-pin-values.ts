import { asText, entries, items, type DataNode } from "../workspace/data-node";

/** A version that a file names, with its offset; the place is made by the caller. */
export interface FoundVersion {
  readonly version: string;
  readonly source: string;
  readonly offset: number;
}

/** A version of CPython as people write it in such files, or null: `3`, `3.11`, `3.11.4`, `3.13.0rc1`, `3.11-dev`, `3.x`. */
export function versionIn(text: string): string | null {
  const bare = text.trim().replace(/^['"]|['"]$/g, "");
  return /^[23](?:\.\d+){0,2}(?:(?:a|b|rc)\d+)?(?:[-.](?:dev|x|\*))?$/.test(bare) ? bare : null;
}

/** Scalars under a key, one or a list of them. */
export function scalarsOf(node: DataNode | undefined): readonly { text: string; offset: number }[] {
  const nodes = node?.kind === "list" ? node.items : node ? [node] : [];
  return nodes.flatMap(item => {
    const text = asText(item);
    return text === undefined ? [] : [{ text, offset: item.span.start }];
  });
}

/** Every entry of a tree, outer ones first. */
export function* walk(node: DataNode | null, depth = 0): Generator<{ key: string; value: DataNode }> {
  if (!node || depth > 40) return;
  for (const { key, value } of entries(node)) {
    yield { key, value };
    yield* walk(value, depth + 1);
  }
  for (const item of items(node)) yield* walk(item, depth + 1);
}
