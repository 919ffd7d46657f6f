import { systemClock } from "../../host/system";
import type { Verification } from "../../model/verification";

/** `Held 11 of 12`. */
export function heldWords(verification: Verification): string {
  const held = verification.thresholds.filter(threshold => threshold.held).length;
  return `Held ${held} of ${verification.thresholds.length}`;
}

export function ago(at: number, now = systemClock.now()): string {
  const minutes = Math.round((now - at) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return minutes === 1 ? "1 minute ago" : `${minutes} minutes ago`;
  const hours = Math.round(minutes / 60);
  if (hours < 48) return hours === 1 ? "1 hour ago" : `${hours} hours ago`;
  return `${Math.round(hours / 24)} days ago`;
}

export function machineWords({ engine, run }: Verification): string {
  const commit = run.commit === null ? "" : ` · commit ${run.commit.slice(0, 7)}`;
  return `Engine ${engine.version} · ${engine.cpus} CPUs, ${Math.round(engine.memory / 1e9)} GB${commit}`;
}
