import type { Place } from "./place";

export interface EngineInfo {
  readonly version: string;
  readonly os: string;
  readonly arch: string;
  readonly cpus: number;
  readonly memory: number;
}

/** An instruction's share of an image; `place` is its line in the Dockerfile, null for the base image's own. */
export interface ImageLayer {
  readonly instruction: string;
  readonly bytes: number;
  readonly place: Place | null;
}

export interface ImageStep {
  readonly name: string;
  readonly ms: number;
  readonly cached: boolean;
  readonly place: Place | null;
  /** Why the cache could not be used, in words; null where it was, or where none was wanted. */
  readonly missed: string | null;
}

/** A part of an image and what it weighs; the parts of a layer are distributions, folders and large files. */
export interface ImagePart {
  readonly name: string;
  readonly kind: "base" | "packages" | "application" | "leftovers" | "system";
  readonly bytes: number;
  readonly place: Place | null;
  /** What leaving it out would take, in words; null where nothing is known. */
  readonly advice: string | null;
  /** Absolute paths in the image that the advice is about: all files below them, or only folders of tests. */
  readonly remove?: { readonly paths: readonly string[]; readonly only: "files" | "tests" };
  readonly parts: readonly ImagePart[];
}

/** What an image really weighs without a part of it, by building it. */
export interface VariantReport {
  readonly service: string;
  readonly part: string;
  readonly beforeBytes: number;
  readonly afterBytes: number;
  readonly savedBytes: number;
}

export interface ImageReport {
  readonly service: string;
  readonly tag: string;
  readonly bytes: number;
  readonly user: string;
  readonly layers: readonly ImageLayer[];
  readonly buildMs: { readonly cold: number; readonly warm: number | null };
  readonly contextBytes: number;
  readonly cacheHits: number;
  /** The build from an empty cache. */
  readonly steps: readonly ImageStep[];
  /** The build after one source line changed. */
  readonly rebuild: readonly ImageStep[];
  readonly parts: readonly ImagePart[];
  /** What `python -X importtime` measured in the image; null where the program cannot be imported by itself. */
  readonly imports: ImportTimes | null;
}

export interface ImportTimes {
  readonly module: string;
  readonly ms: number;
  /** The slowest top-level packages with everything that they import. */
  readonly slowest: readonly { readonly module: string; readonly ms: number }[];
}

export interface ProbeReport {
  readonly url: string;
  readonly status: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly requestsPerSecond: number;
}

/** Where the time between `start` and healthy went; null for a part that was not measured. */
export interface StartTimes {
  readonly containerMs: number | null;
  readonly migrationMs: number | null;
  readonly importMs: number | null;
  readonly serverMs: number | null;
}

export interface ServiceReport {
  readonly name: string;
  readonly state: string;
  readonly healthy: boolean | null;
  readonly startMs: number;
  readonly start: StartTimes;
  readonly memoryIdleBytes: number;
  readonly memoryPeakBytes: number;
  readonly cpuIdlePercent: number;
  readonly cpuPeakPercent: number;
  readonly probe: ProbeReport | null;
  /**
   * What a service without a port answered to its framework's own ping, and that a server of HTTP answered no request; null
   * where there is no such ping or it was not asked.
   */
  readonly ping: { readonly command: readonly string[]; readonly answered: boolean; readonly text: string } | null;
  readonly suggested: { readonly memoryBytes: number; readonly cpus: number; readonly workers: number | null } | null;
}

export interface TestReport {
  readonly command: readonly string[];
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly exit: number;
  readonly outside: "same" | "different" | "not run";
  /** Only where they did not come to their end: none began, or they were stopped at their limit of time. */
  readonly unfinished?: "not begun" | "stopped";
}

export interface ThresholdVerdict {
  readonly key: string;
  readonly limit: number | string;
  readonly measured: number | string | null;
  /** `bytes`, `ms`, `count`, `percent`, `per second` or `text`. */
  readonly unit: string;
  readonly held: boolean;
  /** Whose limit it is: `.drydock.yaml`, the recorded baseline, or the proposed default. */
  readonly source: "yours" | "baseline" | "default";
  /** What the same code may add to it whatever its size, in its unit. */
  readonly slack?: number;
  /** How many times it was measured, and the distance of the furthest measurement from the median. */
  readonly samples: number;
  readonly spread: number;
  /** What made it be missed, and where; null where it was held or nothing is known. */
  readonly because: string | null;
  readonly place: Place | null;
}

export interface Cause {
  readonly what: string;
  readonly log: string;
  readonly place: Place | null;
}

/** A step of the migration tool that was run again after the first: an idempotent one changes nothing. */
export interface MigrationReport {
  readonly service: string;
  readonly command: readonly string[];
  readonly exit: number;
  readonly againExit: number | null;
  readonly isIdempotent: boolean | null;
  readonly checks: readonly {
    readonly command: readonly string[];
    readonly exit: number;
    readonly text: string;
    /** Told, but no failure: it compares models with migrations, which tools judge with some noise. */
    readonly isAdvice: boolean;
  }[];
}

/** One recommendation that a Dockerfile or a Compose file decides. */
export interface SecurityItem {
  readonly id: string;
  readonly title: string;
  /** The image or service it is about. */
  readonly subject: string;
  readonly met: boolean;
  readonly why: string;
  readonly place: Place | null;
}

/** What a scanner on this machine said of an image; severities as it gives them. */
export interface ScanReport {
  readonly scanner: string;
  readonly image: string;
  readonly critical: number;
  readonly high: number;
  readonly other: number;
  /** The worst packages with an advisory each, at most twenty. */
  readonly worst: readonly {
    readonly package: string;
    readonly version: string;
    readonly advisory: string;
    readonly severity: string;
    readonly fixedIn: string | null;
  }[];
}

/** An image that a service starts from, and when it was made: what was found in it since then is not mended there. */
export interface ImageAge {
  readonly image: string;
  readonly services: readonly string[];
  /** ISO 8601; null where the image does not say. */
  readonly made: string | null;
  readonly place: Place | null;
}

/** What a service's processes may do, as the Compose file and the image say. */
export interface ServiceRights {
  readonly service: string;
  /** Null where only a foreign image says it. */
  readonly user: string | null;
  readonly isPrivileged: boolean;
  /** Upper case, without `CAP_`. */
  readonly dropped: readonly string[];
  readonly added: readonly string[];
}

export interface SecurityReport {
  readonly benchmark: string;
  /** Absent, as `ages`, in what earlier versions kept. */
  readonly rights?: readonly ServiceRights[];
  readonly ages?: readonly ImageAge[];
  readonly items: readonly SecurityItem[];
  readonly ports: readonly {
    readonly service: string;
    readonly port: number;
    readonly address: string;
    readonly place: Place | null;
  }[];
  /** Which services can reach which, by the networks that they share. */
  readonly networks: readonly {
    readonly name: string;
    readonly services: readonly string[];
    readonly isInternal: boolean;
  }[];
  readonly secrets: readonly {
    readonly service: string;
    readonly name: string;
    readonly via: "environment" | "file";
  }[];
  readonly scans: readonly ScanReport[];
}

/** When, where and on which commit a verification ran. */
export interface RunFacts {
  /** ISO 8601. */
  readonly at: string;
  readonly durationMs: number;
  readonly commit: string | null;
  readonly version: string;
  readonly runs: number;
  /** The load behind the probe figures. */
  readonly load: { readonly connections: number; readonly seconds: number };
}

/** What `drydock verify --json` prints. */
export interface Verification {
  readonly schemaVersion: 1;
  readonly run: RunFacts;
  readonly engine: EngineInfo;
  readonly images: readonly ImageReport[];
  readonly services: readonly ServiceReport[];
  readonly migrations: readonly MigrationReport[];
  readonly security: SecurityReport | null;
  readonly tests: TestReport | null;
  readonly thresholds: readonly ThresholdVerdict[];
  readonly verdict: "pass" | "fail";
  readonly causes: readonly Cause[];
  /** What was not measured, and why. */
  readonly leftOut: readonly { readonly what: string; readonly why: string }[];
  readonly removed: Removed;
  /** The Compose file elsewhere that a plan would complete, which was verified where there is no other. */
  readonly ownCompose?: string | null;
}

export interface Removed {
  readonly containers: number;
  readonly networks: number;
  readonly volumes: number;
  readonly images: number;
  readonly failed: readonly { readonly kind: string; readonly name: string; readonly why: string }[];
}

/** One run of the history, without its details. */
export interface PastRun {
  readonly at: string;
  readonly commit: string | null;
  readonly verdict: "pass" | "fail";
  /** What failed besides thresholds that were missed; runs that were kept before it was counted say nothing. */
  readonly problems?: number;
  readonly engine: EngineInfo;
  readonly figures: Readonly<Record<string, number>>;
}

/** Figures that a person kept to compare with, and the machine they are of. */
export interface Baseline {
  readonly recorded: string;
  readonly engine: EngineInfo;
  readonly commit: string | null;
  readonly figures: Readonly<Record<string, number>>;
}

/** What a verification depended on, for telling what changed since. */
export interface Inputs {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly variables: readonly string[];
  readonly services: readonly string[];
  readonly entryPoints: readonly string[];
  readonly python: string;
  /** Path to a digest of the content, of the Docker files and of `.drydock.yaml`'s decisions. */
  readonly files: Readonly<Record<string, string>>;
}

/** What is kept of a workspace in the person's state folder, shared by editor and command line. */
export interface History {
  readonly schemaVersion: 1;
  readonly workspace: string;
  readonly baseline: Baseline | null;
  /** Oldest first. */
  readonly runs: readonly PastRun[];
  readonly last: Verification | null;
  /** What leaving parts out of the last run's images would save, as it was proved by building them. */
  readonly variants: readonly VariantReport[];
  readonly inputs: Inputs | null;
}
