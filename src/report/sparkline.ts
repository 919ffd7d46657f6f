const BARS = "▁▂▃▄▅▆▇█";

/** The last values as small bars; the lowest is the smallest bar, and equal values are all small. */
export function sparkline(values: readonly number[], count = 10): string {
  const shown = values.slice(-count);
  const low = Math.min(...shown);
  const high = Math.max(...shown);
  return shown
    .map(value => BARS[high === low ? 1 : Math.round(((value - low) / (high - low)) * (BARS.length - 1))])
    .join("");
}
