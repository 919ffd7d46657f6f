const BARS = "▁▂▃▄▅▆▇█";

/**
 * The last values as small bars, as high as their share of the highest; the scale begins at three quarters of that
 * where all lie above, so that a small change is a small step and no cliff.
 */
export function sparkline(values: readonly number[], count = 10): string {
  const shown = values.slice(-count);
  const high = Math.max(...shown);
  const low = Math.min(...shown);
  if (high === low) return "▄".repeat(shown.length);
  const floor = Math.min(low, high * 0.75);
  return shown.map(value => BARS[Math.round(((value - floor) / (high - floor)) * (BARS.length - 1))]).join("");
}
