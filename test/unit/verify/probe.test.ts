import assert from "node:assert/strict";
import { systemClock } from "../../../src/host/system";
import type { Compose } from "../../../src/model/ports";
import { readStack } from "../../../src/verify/compose-stack";
import { probePaths, probeService } from "../../../src/verify/probe";
import { at, dependency, recon } from "../scaffold/recon-kit";

describe("paths that a service is asked for", () => {
  const routes = ["/health", "/", "/admin/status", "/users/{id}"].map(path => ({
    path,
    method: "GET",
    place: at("app.py:1"),
  }));

  it("begin with the index and health paths, and leave out what needs an argument", () =>
    assert.deepEqual(probePaths(recon({ routes })), ["/", "/health"]));

  it("know what the framework serves by itself", () =>
    assert.deepEqual(probePaths(recon({ dependencies: [dependency("fastapi")] })), ["/", "/openapi.json"]));
});

describe("a service that publishes several ports", () => {
  /** Asks a gateway whose ports answer these statuses, and tells what was loaded. */
  async function probe(ports: readonly number[], statuses: Readonly<Record<number, number>>): Promise<string | null> {
    const [service] = readStack(
      "compose.yaml",
      `services: { gate: { image: nginx, ports: [${ports.join(", ")}] } }`,
    ).services;
    assert.ok(service);
    const portOf = (url: string): number => Number(new URL(url).port);
    const found = await probeService(
      {
        compose: {
          port: ({ port }) => Promise.resolve({ address: "127.0.0.1", port }),
        } as Partial<Compose> as Compose,
        http: {
          get: url => Promise.resolve({ status: statuses[portOf(url)] ?? null, ms: 3, error: null }),
          load: () =>
            Promise.resolve({
              requests: 10,
              failures: 10,
              requestsPerSecond: 3,
              p50Ms: 1,
              p95Ms: 2,
              cpuPercent: 9,
              machinePercent: 40,
            }),
        },
        clock: { ...systemClock, sleep: () => Promise.resolve() },
      },
      service,
      recon({}),
      { project: "p", folder: "/p", files: [] },
    );
    return found && `${found.probe.url} ${found.probe.status} ${found.errorPercent}`;
  }

  it("is asked at the first that speaks plain HTTP", async () => {
    assert.equal(await probe([8443, 8080], { 8443: 400, 8080: 301 }), "http://127.0.0.1:8080/ 301 100");
    assert.equal(await probe([5678, 8000], { 8000: 200 }), "http://127.0.0.1:8000/ 200 100");
  });

  it("is asked at its first port where that answers, however badly", async () =>
    assert.equal(await probe([8000, 9000], { 8000: 502, 9000: 200 }), "http://127.0.0.1:8000/ 502 100"));

  it("has no answer where none speaks HTTP", async () => assert.equal(await probe([5432], {}), null));
});
