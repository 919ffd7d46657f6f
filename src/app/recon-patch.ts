/** How one plain value becomes another: what goes over a thread's boundary instead of the whole. */
export type Patch =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "list"; readonly items: readonly (readonly [index: number, patch: Patch])[] }
  | { readonly kind: "record"; readonly entries: readonly (readonly [key: string, patch: Patch])[] };

/** The patch from one plain value to another, null where they are equal. Lists of another length are sent whole. */
export function patchBetween(before: unknown, after: unknown): Patch | null {
  if (Object.is(before, after)) return null;
  const isList = Array.isArray(after);
  if (!isPlain(before) || !isPlain(after) || isList !== Array.isArray(before)) return { kind: "value", value: after };
  if (isList) {
    const old = before as unknown as readonly unknown[];
    if (old.length !== after.length) return { kind: "value", value: after };
    const items: (readonly [number, Patch])[] = [];
    for (let index = 0; index < after.length; index++) {
      const patch = patchBetween(old[index], after[index]);
      if (patch) items.push([index, patch]);
    }
    return items.length === 0 ? null : { kind: "list", items };
  }
  const keys = Object.keys(after);
  if (keys.length !== Object.keys(before).length || !keys.every(key => Object.hasOwn(before, key)))
    return { kind: "value", value: after };
  const entries = keys.flatMap((key): (readonly [string, Patch])[] => {
    const patch = patchBetween(before[key], after[key]);
    return patch ? [[key, patch]] : [];
  });
  return entries.length === 0 ? null : { kind: "record", entries };
}

/** The patched value; what the patch does not name keeps its identity. */
export function applyPatch(before: unknown, patch: Patch | null): unknown {
  if (!patch) return before;
  if (patch.kind === "value") return patch.value;
  if (patch.kind === "list") {
    const copy = (before as readonly unknown[]).slice();
    for (const [index, inner] of patch.items) copy[index] = applyPatch(copy[index], inner);
    return copy;
  }
  const copy = { ...(before as Readonly<Record<string, unknown>>) };
  for (const [key, inner] of patch.entries) copy[key] = applyPatch(copy[key], inner);
  return copy;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
