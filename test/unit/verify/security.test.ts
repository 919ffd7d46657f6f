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
    assert.deepEqual(report.rights, [{ service: "web", user: null, isPrivileged: false, dropped: ["ALL"], added: [] }]);
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

  it("leaves out what only a profile starts", () => {
    const debug = { profiles: ["debug"], privileged: true, networks: { tools: null }, ports: [{ target: 80 }] };
    const config = { services: { web: hardened, debug }, networks: { front: null, tools: null } };
    const report = composeSecurity(config, places);
    assert.ok(report.items.every(({ subject }) => subject === "web"));
    assert.deepEqual(
      [report.networks, report.ports, report.rights].map(rows => rows.length),
      [1, 1, 1],
    );
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

  const worst = async (command: string, output: unknown) => {
    const report = await scanImage(processes({ [command]: JSON.stringify(output) }), "shop");
    return report?.worst.map(each => [each.package, each.version, each.advisory, each.severity, each.fixedIn]);
  };

  it("reads what trivy prints, packages of the system and of Python alike", async () => {
    const shared = {
      Layer: { DiffID: "sha256:aa" },
      PrimaryURL: "https://avd.example/x",
      DataSource: { ID: "debian" },
    };
    const output = {
      SchemaVersion: 2,
      ArtifactName: "shop",
      ArtifactType: "container_image",
      Metadata: { OS: { Family: "debian", Name: "12.8" } },
      Results: [
        {
          Target: "shop (debian 12.8)",
          Class: "os-pkgs",
          Type: "debian",
          Vulnerabilities: [
            {
              ...shared,
              VulnerabilityID: "CVE-2023-45853",
              PkgID: "zlib1g@1:1.2.13.dfsg-1",
              PkgName: "zlib1g",
              PkgIdentifier: { PURL: "pkg:deb/debian/zlib1g@1.2.13.dfsg-1?arch=amd64&distro=debian-12.8&epoch=1" },
              InstalledVersion: "1:1.2.13.dfsg-1",
              Status: "will_not_fix",
              Severity: "CRITICAL",
            },
          ],
        },
        {
          Target: "Python",
          Class: "lang-pkgs",
          Type: "python-pkg",
          Vulnerabilities: [
            {
              ...shared,
              VulnerabilityID: "CVE-2024-34069",
              PkgName: "Werkzeug",
              PkgPath: "usr/local/lib/python3.11/site-packages/Werkzeug-2.0.0.dist-info/METADATA",
              InstalledVersion: "2.0.0",
              FixedVersion: "3.0.3",
              Status: "fixed",
              Severity: "HIGH",
            },
          ],
        },
        { Target: "app/.env", Class: "secret" },
      ],
    };
    assert.deepEqual(await worst("trivy", output), [
      ["zlib1g", "1:1.2.13.dfsg-1", "CVE-2023-45853", "critical", null],
      ["Werkzeug", "2.0.0", "CVE-2024-34069", "high", "3.0.3"],
    ]);
    assert.deepEqual(await worst("trivy", { SchemaVersion: 2, ArtifactName: "scratch" }), []);
  });

  it("reads what grype prints, and takes no version for a fix that its distribution refused", async () => {
    const match = (id: string, severity: string, fix: object, name: string, version: string) => ({
      vulnerability: {
        id,
        dataSource: "https://x.example",
        namespace: "debian:distro:debian:12",
        severity,
        fix,
        cvss: [],
      },
      relatedVulnerabilities: [],
      matchDetails: [{ type: "exact-direct-match", matcher: "dpkg-matcher" }],
      artifact: { id: "1", name, version, type: "deb", locations: [], purl: `pkg:deb/debian/${name}@${version}` },
    });
    const output = {
      matches: [
        match("CVE-2011-3374", "Negligible", { versions: [], state: "not-fixed" }, "apt", "2.6.1"),
        match("CVE-2023-45853", "Critical", { versions: ["1:1.3"], state: "wont-fix" }, "zlib1g", "1:1.2.13.dfsg-1"),
        match("GHSA-2g68-c3qc-8985", "High", { versions: ["3.0.3"], state: "fixed" }, "werkzeug", "2.0.0"),
      ],
      source: { type: "image", target: { userInput: "shop" } },
      descriptor: { name: "grype", version: "0.85.0" },
    };
    assert.deepEqual(await worst("grype", output), [
      ["zlib1g", "1:1.2.13.dfsg-1", "CVE-2023-45853", "critical", null],
      ["werkzeug", "2.0.0", "GHSA-2g68-c3qc-8985", "high", "3.0.3"],
      ["apt", "2.6.1", "CVE-2011-3374", "negligible", null],
    ]);
  });

  it("reads what docker scout prints, package and fix from each result and not from the rule that several share", async () => {
    const rule = (id: string, severity: string, score: string, fixed: string, ...purls: readonly string[]) => ({
      id,
      name: "OsPackageVulnerability",
      helpUri: `https://scout.example/v/${id}`,
      properties: {
        affected_version: "<1",
        cvssV3_severity: severity,
        fixed_version: fixed,
        purls,
        "security-severity": score,
        tags: [severity],
      },
    });
    const message = (purl: string, fixed: string): object => ({
      text: `  Vulnerability   : CVE-2023-44487\n  Severity        : HIGH\n  Package         : ${purl}\n  Affected range  : <1\n  Fixed version   : ${fixed}\n`,
    });
    const nghttp = "pkg:deb/debian/nghttp2@1.52.0-1%2Bdeb12u1?os_distro=bookworm&os_name=debian&os_version=12";
    const werkzeug = "pkg:pypi/werkzeug@2.0.0";
    const output = {
      version: "2.1.0",
      runs: [
        {
          tool: {
            driver: {
              fullName: "Docker Scout",
              name: "docker scout",
              rules: [
                rule("CVE-2023-44487", "HIGH", "7.5", "1.52.0-1+deb12u2", nghttp, werkzeug),
                rule("GMS-2022-9109", "UNSPECIFIED", "3.1", "not fixed", "pkg:golang/example.org/x/crypto@v0.1.0"),
              ],
            },
          },
          results: [
            { ruleId: "CVE-2023-44487", ruleIndex: 0, message: message(nghttp, "1.52.0-1+deb12u2") },
            { ruleId: "CVE-2023-44487", ruleIndex: 0, message: message(werkzeug, "not fixed") },
            { ruleId: "GMS-2022-9109", ruleIndex: 1, message: { text: "nothing to read" } },
          ],
        },
      ],
    };
    assert.deepEqual(await worst("docker", output), [
      ["nghttp2", "1.52.0-1+deb12u1", "CVE-2023-44487", "high", "1.52.0-1+deb12u2"],
      ["werkzeug", "2.0.0", "CVE-2023-44487", "high", null],
      ["example.org/x/crypto", "v0.1.0", "GMS-2022-9109", "low", null],
    ]);
  });

  it("never throws, whatever shape comes", async () => {
    for (const command of ["trivy", "grype", "docker"])
      for (const output of [null, [], 1, { Results: {} }, { matches: [null, 1] }, { runs: [{ results: [{}] }, null] }])
        assert.deepEqual((await worst(command, output)) ?? [], []);
  });
});
