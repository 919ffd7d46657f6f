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

/** The distance of two words (a swap of neighbours counts as one step); `limit` where it is that or more. */
function editDistance(left: string, right: string, limit: number): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= right.length; column++) {
      const cost = left[row - 1] === right[column - 1] ? 0 : 1;
      const swap = row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current.push(
        Math.min(
          (previous[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (previous[column - 1] ?? 0) + (swap ? 0 : cost),
        ),
      );
    }
    for (const distance of current) least = Math.min(least, distance);
    if (least >= limit) return limit;
    previous = current;
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
