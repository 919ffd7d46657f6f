/** The name of the nearest known word, null where none is near enough (Levenshtein distance of a third of its length). */
export function nearest(word: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  if (word.length > MAX_COMPARED) return null;
  const wanted = word.toLowerCase();
  for (const candidate of known) {
    // The lengths alone rule most of a large folder's names out.
    if (Math.abs(candidate.length - word.length) >= bestDistance || candidate.length > MAX_COMPARED) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Longer names are not compared: nobody mistypes one and nothing else. */
const MAX_COMPARED = 64;

/** Two rows of the table of distances, used for every pair: a large folder has many names to compare. */
const ROWS = [new Int32Array(MAX_COMPARED + 1), new Int32Array(MAX_COMPARED + 1)] as const;

/** The distance of two words (a swap of neighbours counts as one step); `limit` where it is that or more. */
function editDistance(left: string, right: string, limit: number): number {
  let [previous, current] = ROWS;
  for (let column = 0; column <= right.length; column++) previous[column] = column;
  for (let row = 1; row <= left.length; row++) {
    const letter = left.charCodeAt(row - 1);
    let least = (current[0] = row);
    for (let column = 1; column <= right.length; column++) {
      const other = right.charCodeAt(column - 1);
      const isSwap =
        row > 1 && column > 1 && letter === right.charCodeAt(column - 2) && left.charCodeAt(row - 2) === other;
      const changed = (previous[column - 1] ?? 0) + (letter === other || isSwap ? 0 : 1);
      const distance = Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, changed);
      current[column] = distance;
      if (distance < least) least = distance;
    }
    if (least >= limit) return limit;
    [previous, current] = [current, previous];
  }
  return previous[right.length] ?? limit;
}

/** `Did you mean X?` for a word that is near a known one, else nothing. */
export function didYouMean(
  word: string,
  known: readonly string[],
  show: (known: string) => string = name => name,
): string {
  const found = nearest(word, known);
  return found === null ? "" : `Did you mean ${show(found)}?`;
}
