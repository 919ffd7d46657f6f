export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}

/** Decimal sizes, as everywhere in Drydock. */
export function bytes(count: number): string {
  if (count < 1000) return `${Math.round(count)} B`;
  if (count < 1e6) return `${Math.round(count / 1000)} KB`;
  if (count < 1e8) return `${(count / 1e6).toFixed(1)} MB`;
  return count < 1e9 ? `${Math.round(count / 1e6)} MB` : `${(count / 1e9).toFixed(2)} GB`;
}

/** Memory in binary units with their own names, as limits are set and as Docker says them: `256 MiB`. */
export function memory(count: number): string {
  if (count < 1024) return `${Math.round(count)} B`;
  if (count < 2 ** 20) return `${Math.round(count / 1024)} KiB`;
  if (count < 100 * 2 ** 20) return `${trimmed(count / 2 ** 20, 1)} MiB`;
  return count < 2 ** 30 ? `${Math.round(count / 2 ** 20)} MiB` : `${trimmed(count / 2 ** 30, 2)} GiB`;
}

/** A figure without zeros that say nothing. */
function trimmed(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

export function duration(ms: number): string {
  if (ms < 95) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

export function age(seconds: number, now = Date.now()): string {
  const elapsed = Math.max(0, now / 1000 - seconds);
  if (elapsed < 60) return `${Math.floor(elapsed)} s`;
  if (elapsed < 3600) return `${Math.floor(elapsed / 60)} min`;
  return elapsed < 172_800 ? `${Math.floor(elapsed / 3600)} h` : `${Math.floor(elapsed / 86_400)} days`;
}

/** `12:04:11` of an RFC 3339 time, in this machine's zone. */
export function clock(timestamp: string): string {
  const at = new Date(timestamp);
  return Number.isNaN(at.getTime()) ? "" : at.toLocaleTimeString([], { hour12: false });
}
