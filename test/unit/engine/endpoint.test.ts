import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { listContexts } from "../../../src/engine/context-store";
import { defaultSockets, resolveEndpoint } from "../../../src/engine/endpoint";
import { fakeDeps } from "./fake-engine";

const CONFIG = "/home/ada/.docker";

function context(name: string, host: string, extra: object = {}): Record<string, string> {
  const id = createHash("sha256").update(name).digest("hex");
  const meta = {
    Name: name,
    Metadata: { Description: `about ${name}` },
    Endpoints: { docker: { Host: host, ...extra } },
  };
  return { [`${CONFIG}/contexts/meta/${id}/meta.json`]: JSON.stringify(meta) };
}

describe("resolveEndpoint", () => {
  it("takes DOCKER_HOST before every context, and nothing else beside it", async () => {
    const files = { ...context("far", "tcp://far:2375"), [`${CONFIG}/config.json`]: '{"currentContext":"far"}' };
    const env = { DOCKER_HOST: "unix:///tmp/x.sock", DOCKER_CONTEXT: "far" };
    const { candidates, attempts } = await resolveEndpoint(fakeDeps(files, { env }));
    assert.deepEqual(candidates, [
      {
        endpoint: { context: "default", host: "unix:///tmp/x.sock", reason: "from DOCKER_HOST" },
        target: { kind: "socket", path: "/tmp/x.sock" },
        label: "DOCKER_HOST unix:///tmp/x.sock",
      },
    ]);
    assert.deepEqual(attempts, []);
  });

  it("takes DOCKER_CONTEXT before the configuration's current context", async () => {
    const files = {
      ...context("one", "unix:///one.sock"),
      ...context("two", "unix:///two.sock"),
      [`${CONFIG}/config.json`]: '{"currentContext":"one"}',
    };
    const { candidates, attempts } = await resolveEndpoint(fakeDeps(files, { env: { DOCKER_CONTEXT: "two" } }));
    assert.deepEqual(
      candidates.map(({ endpoint }) => endpoint),
      [{ context: "two", host: "unix:///two.sock", reason: "from DOCKER_CONTEXT" }],
    );
    assert.deepEqual(attempts, [{ what: "DOCKER_HOST", why: "not set" }]);
  });

  it("takes the configuration's current context, also from the folder of DOCKER_CONFIG", async () => {
    const files = { ...context("desk", "unix:///desk.sock"), [`${CONFIG}/config.json`]: '{"currentContext":"desk"}' };
    const moved = Object.fromEntries(
      Object.entries(files).map(([path, text]) => [path.replace(CONFIG, "/etc/d"), text]),
    );
    const { candidates } = await resolveEndpoint(fakeDeps(moved, { env: { DOCKER_CONFIG: "/etc/d" } }));
    assert.equal(candidates[0]?.endpoint.reason, "from the docker configuration");
    assert.equal(candidates[0]?.endpoint.host, "unix:///desk.sock");
  });

  it("prefers a context asked for by name to DOCKER_HOST", async () => {
    const deps = fakeDeps(context("far", "tcp://far:2375"), { env: { DOCKER_HOST: "unix:///x.sock" } });
    const { candidates } = await resolveEndpoint(deps, "far");
    assert.deepEqual(candidates[0]?.target, { kind: "tcp", host: "far", port: 2375, tls: null });
    assert.equal(candidates[0]?.endpoint.reason, "chosen in Drydock");
  });

  it("tries no other engine where a context is named that is not there", async () => {
    const { candidates, attempts } = await resolveEndpoint(fakeDeps({}, { env: { DOCKER_CONTEXT: "gone" } }));
    assert.deepEqual(candidates, []);
    assert.deepEqual(attempts.at(-1), {
      what: "context gone",
      why: "from DOCKER_CONTEXT, but there is no such context",
    });
  });

  it("falls back to the default sockets in order where nothing is set, a broken configuration included", async () => {
    const deps = fakeDeps({ [`${CONFIG}/config.json`]: "{oops" }, { env: { XDG_RUNTIME_DIR: "/run/user/1000" } });
    const { candidates } = await resolveEndpoint(deps);
    assert.deepEqual(
      candidates.map(({ endpoint }) => endpoint.host),
      [
        "unix:///var/run/docker.sock",
        "unix:///run/user/1000/docker.sock",
        "unix:///home/ada/.docker/run/docker.sock",
        "unix:///home/ada/.docker/desktop/docker.sock",
      ],
    );
  });

  it("uses named pipes on Windows", () => {
    assert.deepEqual(defaultSockets(fakeDeps({}, { platform: "win32" })), [
      "//./pipe/docker_engine",
      "//./pipe/dockerDesktopLinuxEngine",
    ]);
  });

  it("reads TLS material for DOCKER_HOST and for contexts", async () => {
    const env = { DOCKER_HOST: "tcp://build:2376", DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: "/certs" };
    const files = { "/certs/ca.pem": "CA", "/certs/cert.pem": "CERT", "/certs/key.pem": "KEY" };
    const fromHost = await resolveEndpoint(fakeDeps(files, { env }));
    assert.deepEqual(fromHost.candidates[0]?.target, {
      kind: "tcp",
      host: "build",
      port: 2376,
      tls: { ca: "CA", cert: "CERT", key: "KEY", verify: true },
    });
    const id = createHash("sha256").update("far").digest("hex");
    const store = {
      ...context("far", "tcp://far:1234", { SkipTLSVerify: true }),
      [`${CONFIG}/contexts/tls/${id}/docker/ca.pem`]: "CA2",
    };
    const fromContext = await resolveEndpoint(fakeDeps(store), "far");
    assert.deepEqual(fromContext.candidates[0]?.target, {
      kind: "tcp",
      host: "far",
      port: 1234,
      tls: { ca: "CA2", cert: null, key: null, verify: false },
    });
  });
});

describe("listContexts", () => {
  it("lists what is stored by name and leaves broken entries out", async () => {
    const files = {
      ...context("zeta", "ssh://ada@far"),
      ...context("alpha", "unix:///a.sock"),
      [`${CONFIG}/contexts/meta/broken/meta.json`]: "{",
    };
    const contexts = await listContexts(fakeDeps(files));
    assert.deepEqual(
      contexts.map(({ name, host, description }) => [name, host, description]),
      [
        ["alpha", "unix:///a.sock", "about alpha"],
        ["zeta", "ssh://ada@far", "about zeta"],
      ],
    );
  });
});
