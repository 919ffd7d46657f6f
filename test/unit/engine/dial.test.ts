import assert from "node:assert/strict";
import fc from "fast-check";
import { parseHost, sshArguments } from "../../../src/engine/dial";

describe("parseHost", () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ["unix:///var/run/docker.sock", { kind: "socket", path: "/var/run/docker.sock" }],
    ["npipe:////./pipe/docker_engine", { kind: "socket", path: "//./pipe/docker_engine" }],
    ["tcp://10.0.0.1", { kind: "tcp", host: "10.0.0.1", port: 2375, tls: null }],
    ["10.0.0.1:99", { kind: "tcp", host: "10.0.0.1", port: 99, tls: null }],
    ["tcp://:2375", { kind: "tcp", host: "127.0.0.1", port: 2375, tls: null }],
    ["tcp://[::1]:2375", { kind: "tcp", host: "::1", port: 2375, tls: null }],
    ["ssh://ada@far:2222", { kind: "ssh", host: "far", user: "ada", port: "2222", path: null }],
    ["ssh://far/run/d.sock", { kind: "ssh", host: "far", user: null, port: null, path: "/run/d.sock" }],
  ];
  for (const [address, target] of cases) {
    it(`reads ${address}`, () => assert.deepEqual(parseHost(address, null), target));
  }

  for (const address of ["unix://", "tcp://", "fd://", "not an address", "ssh://-oProxyCommand=x", "ftp://host"]) {
    it(`says why ${address} cannot be used`, () => assert.equal(typeof parseHost(address, null), "string"));
  }

  it("never throws", () => {
    fc.assert(fc.property(fc.string(), text => void parseHost(text, null)));
  });
});

describe("sshArguments", () => {
  it("joins the engine over there as the docker command line does, the host never an option", () => {
    const target = { kind: "ssh", host: "far", user: "ada", port: "22", path: null } as const;
    assert.deepEqual(sshArguments(target).slice(2), [
      "-T",
      "-l",
      "ada",
      "-p",
      "22",
      "--",
      "far",
      "docker",
      "system",
      "dial-stdio",
    ]);
  });
});
