import type { Recon } from "../../src/model/recon";
import type { ServiceReport, Verification } from "../../src/model/verification";

/** A Recon of nothing, to be spread and filled in. */
export function emptyRecon(root = "workspace"): Recon {
  return {
    schemaVersion: 1,
    root,
    python: { requires: null, pins: [], chosen: "3.11", reason: "nothing says otherwise", problems: [] },
    packageManager: { name: "none", lock: null, place: null },
    manifests: [],
    dependencies: [],
    undeclared: [],
    unused: [],
    modules: [],
    imports: [],
    frameworks: [],
    entryPoints: [],
    integrations: [],
    environment: [],
    ports: [],
    routes: [],
    migrations: null,
    tests: null,
    static: null,
    frontEnds: [],
    docker: { dockerfiles: [], composeFiles: [], ignoreFiles: [], devcontainers: [] },
    buildScripts: [],
    readiness: [],
    perProcess: [],
    units: [],
    problems: [],
    timings: { listMs: 0, readMs: 0, scanMs: 0, linkMs: 0, detectMs: 0, totalMs: 0, files: 0, bytes: 0 },
  };
}

/** A verification with one threshold held, one missed and one cause. */
function threshold(
  key: string,
  limit: number,
  measured: number,
  unit: string,
  held: boolean,
): Verification["thresholds"][number] {
  return { key, limit, measured, unit, held, source: "default", samples: 1, spread: 0, because: null, place: null };
}

export function sampleVerification(log = "last line"): Verification {
  return {
    schemaVersion: 1,
    run: {
      at: "2026-01-02T10:00:00.000Z",
      durationMs: 95_000,
      commit: "4f1c2ab0".repeat(5),
      version: "0.1.0",
      runs: 1,
      load: { connections: 8, seconds: 3 },
    },
    engine: { version: "28.0", os: "linux", arch: "x86_64", cpus: 2, memory: 8e9 },
    images: [],
    services: [],
    migrations: [],
    security: null,
    tests: null,
    thresholds: [
      threshold("image.bytes.web", 250e6, 214e6, "bytes", true),
      {
        ...threshold("build.warm.web", 5000, 8400, "ms", false),
        because: "requirements.txt changed.",
        place: { path: "Dockerfile", line: 18, column: 1, text: "COPY . .", confidence: "high" },
      },
    ],
    verdict: "fail",
    causes: [{ what: "web: it stopped", log, place: null }],
    leftOut: [],
    removed: { containers: 4, networks: 1, volumes: 0, images: 1, failed: [] },
  };
}

/** What was measured of a service that did nothing, with what is suggested for it. */
export function idleService(name: string, suggested: ServiceReport["suggested"]): ServiceReport {
  return {
    name,
    state: "running",
    healthy: true,
    startMs: 0,
    start: { containerMs: null, migrationMs: null, importMs: null, serverMs: null },
    memoryIdleBytes: 0,
    memoryPeakBytes: 0,
    cpuIdlePercent: 0,
    cpuPeakPercent: 0,
    probe: null,
    ping: null,
    suggested,
  };
}
