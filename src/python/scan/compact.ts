const NOTHING: readonly never[] = Object.freeze([]);

/** A list that was filled item by item, without the room that is kept behind its last one: facts live long. */
export function compact<T>(list: readonly T[] | null): readonly T[] {
  return list === null || list.length === 0 ? NOTHING : list.slice();
}

/** Short slices are copies; a longer one keeps the whole text alive that it is cut from, unless it is made anew. */
export function detached(slice: string): string {
  return slice.length < 13 ? slice : (JSON.parse(JSON.stringify(slice)) as string);
}
