import type { Place } from "./place";

export interface EngineInfo {
  readonly version: string;
  readonly os: string;
  readonly arch: string;
  readonly cpus: number;
  readonly memory: number;
}

export interface ImageReport {
  readonly service: string;
  readonly tag: string;
  readonly bytes: number;
  readonly layers: readonly { readonly instruction: string; readonly bytes: number }[];
  readonly buildMs: { readonly cold: number; readonly warm: number | null };
  readonly contextBytes: number;
  readonly cacheHits: number;
  readonly steps: readonly { readonly name: string; readonly ms: number; readonly cached: boolean }[];
}

export interface ProbeReport {
  readonly url: string;
  readonly status: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly requestsPerSecond: number;
}

export interface ServiceReport {
  readonly name: string;
  readonly state: string;
  readonly healthy: boolean | null;
  readonly startMs: number;
  readonly memoryPeakBytes: number;
  readonly cpuPeakPercent: number;
  readonly probe: ProbeReport | null;
}

export interface TestReport {
  readonly command: readonly string[];
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly exit: number;
  readonly outside: "same" | "different" | "not run";
}

export interface ThresholdVerdict {
  readonly key: string;
  readonly limit: number | string;
  readonly measured: number | string | null;
  /** `bytes`, `ms`, `count`, `percent`, `per second` or `text`. */
  readonly unit: string;
  readonly held: boolean;
}

export interface Cause {
  readonly what: string;
  readonly log: string;
  readonly place: Place | null;
}

/** What `drydock verify --json` prints. */
export interface Verification {
  readonly schemaVersion: 1;
  readonly engine: EngineInfo;
  readonly images: readonly ImageReport[];
  readonly services: readonly ServiceReport[];
  readonly tests: TestReport | null;
  readonly thresholds: readonly ThresholdVerdict[];
  readonly verdict: "pass" | "fail";
  readonly causes: readonly Cause[];
}
