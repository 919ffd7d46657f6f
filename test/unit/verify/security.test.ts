import assert from "node:assert/strict";
import { DrydockError } from "../../../src/model/error";
import type { Processes } from "../../../src/model/ports";
import { composeSecurity } from "../../../src/verify/compose-security";
import { scanImage } from "../../../src/verify/scan-image";
import { servicePlaces } from "../../../src/verify/service-places";

describe("what a Compose file decides about safety", () => {
  const places = servicePlaces("compose.yaml", "services:\n  web: {}\n  db: {}\n");
  const hardened = {
    cap_drop: ["ALL"],
    security_opt: ["no-new-privileges:true"],
    read_only: true,
    pids_limit: 200,
    deploy: { resources: { limits: { memory: "256M", cpus: "1" } } },
    ports: [{ target: 8000, published: "8000", host_ip: "127.0.0.1" }],
    networks: { front: null },
    environment: { DB_PASSWORD: "hunter2", DEBUG: "0" },
  };

  it("is met by a hardened service, and names each secret without its value", () => {
    const report = composeSecurity({ services: { web: hardened }, networks: { front: { internal: true } } }, places);
    assert.deepEqual(
      report.items.filter(({ met }) => !met),
      [],
    );
    assert.deepEqual(report.secrets, [{ service: "web", name: "DB_PASSWORD", via: "environment" }]);
    assert.doesNotMatch(JSON.stringify(report), /hunter2/);
    assert.deepEqual(report.networks, [{ name: "front", isInternal: true, services: ["web"] }]);
    assert.equal(report.ports[0]?.address, "127.0.0.1");
  });

  it("is told item by item where it is not, with the service's line", () => {
    const db = {
      privileged: true,
      network_mode: "host",
      ports: [{ target: 80, published: "80" }],
      volumes: [{ type: "bind", source: "/var/run/docker.sock", target: "/s" }],
      security_opt: ["seccomp:unconfined"],
    };
    const { items } = composeSecurity({ services: { db } }, places);
    const unmet = items.filter(({ met }) => !met);
    assert.deepEqual(
      unmet.map(({ id }) => id),
      ["5.4", "5.5", "5.8", "5.10", "5.11", "5.12", "5.13", "5.14", "5.22", "5.26", "5.29", "5.32"],
    );
    assert.ok(unmet.every(({ place }) => place?.line === 3));
  });

  it("never throws on what is no configuration", () => {
    for (const config of [
      null,
      [],
      "x",
      { services: { web: null } },
      { services: { web: { ports: "8000", volumes: {} } } },
    ])
      assert.ok(composeSecurity(config, places).items.length >= 0);
  });
});

describe("a scanner on this machine", () => {
  const processes = (answers: Readonly<Record<string, string>>): Processes => ({
    run: command =>
      answers[command] === undefined
        ? Promise.reject(new DrydockError("usage", "missing", "", ""))
        : Promise.resolve({ exit: 0, stdout: answers[command], stderr: "" }),
  });

  it("is asked in order, and its advisories are counted by severity", async () => {
    const trivy = JSON.stringify({
      Results: [
        {
          Vulnerabilities: [
            { PkgName: "openssl", InstalledVersion: "3.0", VulnerabilityID: "CVE-1", Severity: "HIGH" },
            {
              PkgName: "flask",
              InstalledVersion: "1",
              VulnerabilityID: "CVE-2",
              Severity: "CRITICAL",
              FixedVersion: "2",
            },
            { PkgName: "zlib", InstalledVersion: "1", VulnerabilityID: "CVE-3", Severity: "LOW" },
          ],
        },
      ],
    });
    const report = await scanImage(processes({ trivy, grype: "{}" }), "shop");
    assert.deepEqual([report?.scanner, report?.critical, report?.high, report?.other], ["trivy", 1, 1, 1]);
    assert.deepEqual(report?.worst[0], {
      package: "flask",
      version: "1",
      advisory: "CVE-2",
      severity: "critical",
      fixedIn: "2",
    });
  });

  it("is left out where none is installed, and the next is asked where one answers nothing", async () => {
    assert.equal(await scanImage(processes({}), "shop"), null);
    const grype = JSON.stringify({
      matches: [
        {
          artifact: { name: "a", version: "1" },
          vulnerability: { id: "GHSA-1", severity: "High", fix: { versions: ["2"] } },
        },
      ],
    });
    const report = await scanImage(processes({ trivy: "no database", grype }), "shop");
    assert.deepEqual([report?.scanner, report?.high, report?.worst[0]?.fixedIn], ["grype", 1, "2"]);
  });
});
