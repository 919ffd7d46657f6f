import type { Recon } from "../../src/model/recon";
import type { Verification } from "../../src/model/verification";

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
    docker: { dockerfiles: [], composeFiles: [], ignoreFiles: [], devcontainers: [] },
    buildScripts: [],
    readiness: [],
    units: [],
    problems: [],
    timings: { listMs: 0, readMs: 0, scanMs: 0, linkMs: 0, detectMs: 0, totalMs: 0, files: 0, bytes: 0 },
  };
}

/** A verification with one threshold held, one missed and one cause. */
export function sampleVerification(log = "last line"): Verification {
  return {
    schemaVersion: 1,
    engine: { version: "28.0", os: "linux", arch: "x86_64", cpus: 2, memory: 8e9 },
    images: [],
    services: [],
    tests: null,
    thresholds: [
      { key: "image.bytes.web", limit: 250e6, measured: 214e6, unit: "bytes", held: true },
      { key: "build.warm.web", limit: 5000, measured: 8400, unit: "ms", held: false },
    ],
    verdict: "fail",
    causes: [{ what: "web: it stopped", log, place: null }],
  };
}
