import type { Place } from "./place";
import type { Removed } from "./verification";

/** A service under the same load with so many containers behind one proxy. */
export interface ScaleStep {
  readonly replicas: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly errorPercent: number;
  /** Per cent of one processor that each took under the load: the containers of each service together, the proxy, the load. */
  readonly cpu: {
    readonly services: Readonly<Record<string, number>>;
    readonly proxy: number;
    readonly load: number;
  };
  /** Per cent of all processors of this machine that anything kept busy meanwhile. */
  readonly machinePercent: number;
}

/** What `drydock scale --json` prints. */
export interface ScaleReport {
  readonly schemaVersion: 1;
  readonly service: string;
  readonly connections: number;
  readonly seconds: number;
  /** Processors of the engine's machine, which all containers share. */
  readonly cpus: number;
  readonly steps: readonly ScaleStep[];
  /** Throughput with all replicas, as a multiple of that of one. */
  readonly growth: number | null;
  readonly unsafe: readonly UnsafeReplica[];
  readonly removed: Removed;
}

/** What keeps a service from running more than once, told from the code and the Compose file. */
export interface UnsafeReplica {
  readonly what: string;
  readonly why: string;
  readonly place: Place | null;
}
