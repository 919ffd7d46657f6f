import { systemClock } from "../../host/system";
import type { ThresholdVerdict, Verification } from "../../model/verification";

const words: Readonly<Record<string, string>> = {
  "image.bytes": "Image size",
  "build.cold": "Build, cold",
  "build.warm": "Build, warm",
  "context.bytes": "Build context",
  "start.ms": "Start to healthy",
  "tests.passed": "Tests in the image",
};

/** `image.bytes` or `image.bytes/web` as a person reads it: "Image size, web". */
export function thresholdLabel(key: string): string {
  const [base = key, service] = key.split("/", 2);
  const known = words[base];
  const text = known ?? base.split(/[._-]/).join(" ");
  const label = known ?? text.charAt(0).toUpperCase() + text.slice(1);
  return service === undefined ? label : `${label}, ${service}`;
}

/** A figure with its unit: `214 MB`, `48.2 s`, `14 ms`. */
export function figure(value: number | string | null, unit: string): string {
  if (value === null) return "not measured";
  if (typeof value === "string") return value;
  if (unit === "bytes")
    return value < 1e6 ? `${Math.round(value / 1000)} KB` : `${(value / 1e6).toFixed(value < 1e8 ? 1 : 0)} MB`;
  if (unit === "ms") return value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`;
  if (unit === "percent") return `${Math.round(value)} %`;
  if (unit === "per second") return `${Math.round(value)} per second`;
  return value.toLocaleString();
}

export function thresholdText(threshold: ThresholdVerdict): { label: string; limit: string; measured: string } {
  return {
    label: thresholdLabel(threshold.key),
    limit: figure(threshold.limit, threshold.unit),
    measured: figure(threshold.measured, threshold.unit),
  };
}

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

export function machineWords(verification: Verification): string {
  const { version, cpus, memory } = verification.engine;
  return `Engine ${version} · ${cpus} CPUs, ${Math.round(memory / 1e9)} GB`;
}
