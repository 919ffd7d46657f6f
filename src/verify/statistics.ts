/** The middle value; of an even number the mean of the two middle ones. 0 for none. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** The distance of the furthest value from the median. */
export function spread(values: readonly number[]): number {
  const middle = median(values);
  return values.reduce((furthest, value) => Math.max(furthest, Math.abs(value - middle)), 0);
}
