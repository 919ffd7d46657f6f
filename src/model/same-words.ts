/** Things of which the same is said, each list in the place of its first: a reader is told once, with every place. */
export function bySameWords<T>(
  things: readonly T[],
  wordsOf: (thing: T) => readonly string[],
): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const thing of things) {
    const words = wordsOf(thing).join("\0");
    const group = groups.get(words);
    if (group) group.push(thing);
    else groups.set(words, [thing]);
  }
  return [...groups.values()];
}
