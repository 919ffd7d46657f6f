/** Words one after the other, each part closed as a sentence: what a program said has no full stop of its own. */
export function sentences(...parts: readonly string[]): string {
  return parts
    .map(part => part.trim())
    .filter(part => part !== "")
    .map(part => (/[.:!?…]$/.test(part) ? part : `${part}.`))
    .join(" ");
}
