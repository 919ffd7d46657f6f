import type { DataNode, MapEntry } from "../../workspace/data-node";

/** Every scalar value of a tree with the keys that lead to it; anchored values once. */
export function visitScalars(
  node: DataNode | null,
  visit: (scalar: DataNode & { readonly kind: "scalar" }, path: readonly string[]) => void,
): void {
  const seen = new Set<DataNode>();
  const walk = (each: DataNode, path: readonly string[]): void => {
    if (seen.has(each)) return;
    seen.add(each);
    if (each.kind === "scalar") visit(each, path);
    else if (each.kind === "list") for (const item of each.items) walk(item, path);
    else for (const { key, value } of each.entries) walk(value, [...path, key]);
  };
  if (node !== null) walk(node, []);
}

/** Every key of a tree's maps; those of anchored maps once. */
export function visitKeys(node: DataNode | null, visit: (own: MapEntry) => void): void {
  const seen = new Set<DataNode>();
  const walk = (each: DataNode): void => {
    if (each.kind === "scalar" || seen.has(each)) return;
    seen.add(each);
    if (each.kind === "list") each.items.forEach(walk);
    else {
      for (const own of each.entries) {
        visit(own);
        walk(own.value);
      }
    }
  };
  if (node !== null) walk(node);
}
