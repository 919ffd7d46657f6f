import { l10n, language } from "./l10n";

/** A number as the language writes it. */
export function figure(value: number, digits = 0): string {
  return value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** The one of two sentences that fits a number; `{count}` in it becomes the number. */
export function plural(count: number, one: string, many: string): string {
  return (count === 1 ? one : many).replace("{count}", figure(count));
}

/** Decimal sizes, as everywhere in Drydock. */
export function bytes(count: number): string {
  if (count < 1000) return l10n.t("{size} B", { size: figure(count) });
  if (count < 1e6) return l10n.t("{size} KB", { size: figure(count / 1000) });
  if (count < 1e9) return l10n.t("{size} MB", { size: figure(count / 1e6, count < 1e8 ? 1 : 0) });
  return l10n.t("{size} GB", { size: figure(count / 1e9, 2) });
}

/** Memory in binary units with their own names, as limits are set and as Docker says them: `256 MiB`. */
export function memory(count: number): string {
  if (count < 1024) return l10n.t("{size} B", { size: figure(count) });
  if (count < 2 ** 20) return l10n.t("{size} KiB", { size: figure(count / 1024) });
  if (count < 2 ** 30) return l10n.t("{size} MiB", { size: trimmed(count / 2 ** 20, count < 100 * 2 ** 20 ? 1 : 0) });
  return l10n.t("{size} GiB", { size: trimmed(count / 2 ** 30, 2) });
}

/** A figure without zeros that say nothing. */
function trimmed(value: number, digits: number): string {
  return value.toLocaleString(language, { maximumFractionDigits: digits });
}

export function duration(ms: number): string {
  if (ms < 95) return l10n.t("{time} ms", { time: figure(ms) });
  if (ms < 60_000) return l10n.t("{time} s", { time: figure(ms / 1000, 1) });
  return l10n.t("{minutes} min {seconds} s", {
    minutes: figure(Math.floor(ms / 60_000)),
    seconds: figure((ms % 60_000) / 1000),
  });
}

export function age(seconds: number, now = Date.now()): string {
  const elapsed = Math.max(0, now / 1000 - seconds);
  if (elapsed < 60) return l10n.t("{time} s", { time: Math.floor(elapsed) });
  if (elapsed < 3600) return l10n.t("{time} min", { time: Math.floor(elapsed / 60) });
  if (elapsed < 172_800) return l10n.t("{time} h", { time: Math.floor(elapsed / 3600) });
  return l10n.t("{time} days", { time: figure(Math.floor(elapsed / 86_400)) });
}

/** `12:04:11` of an RFC 3339 time, in this machine's zone. */
export function clock(timestamp: string): string {
  const at = new Date(timestamp);
  return Number.isNaN(at.getTime()) ? "" : at.toLocaleTimeString(language, { hour12: false });
}
