import assert from "node:assert/strict";
import {
  browserPorts,
  containerLabel,
  exitCodeOf,
  exitWords,
  hostOfEngine,
  isDone,
  loopWords,
  portsAsPublished,
} from "../../../../src/editor/containers/container-words";

describe("exit codes in words", () => {
  it("reads them from a status and explains those that mean something", () => {
    assert.equal(exitCodeOf("Exited (137) 2 minutes ago"), 137);
    assert.equal(exitCodeOf("Up 2 hours (healthy)"), null);
    assert.match(exitWords(137), /out of memory, or it did not stop in time/);
    assert.equal(exitWords(137, true, 268_435_456), "killed, out of memory, limit 256 MiB");
    assert.match(exitWords(127), /not found/);
    assert.equal(exitWords(136), "ended by signal 8");
    assert.equal(exitWords(0), "");
    assert.equal(exitWords(42), "");
  });
});

describe("containerLabel", () => {
  const of = (service: string | null, number: string, project = "shop") => ({
    name: `${project}-${service}-${number}`,
    service,
    project,
    labels: { "com.docker.compose.container-number": number },
  });

  it("tells the containers of one service apart, and leaves a single one its service's name", () => {
    const all = [of("web", "1"), of("web", "2"), of("db", "1"), of("db", "1", "other")];
    assert.deepEqual(
      all.map(container => containerLabel(container, all)),
      ["web-1", "web-2", "db", "db"],
    );
    assert.equal(containerLabel({ ...of(null, "1"), name: "lone" }, all), "lone");
  });

  it("calls one that takes another's place as that one was called", () => {
    const all = [of("web", "1"), { ...of("web", "1"), name: "0123456789ab_shop-web-1" }];
    assert.deepEqual(
      all.map(container => containerLabel(container, all)),
      ["web", "web"],
    );
  });
});

describe("the way to a service by browser", () => {
  it("begins with the port that the Compose file publishes first, whatever order the engine tells", () => {
    const inside = (order?: readonly number[]) => {
      const ports = [9000, 5678, 8000].map(privatePort => ({
        privatePort,
        publicPort: 1,
        address: null,
        protocol: "tcp",
      }));
      return portsAsPublished({ ports }, order).map(({ privatePort }) => privatePort);
    };
    assert.deepEqual(inside([8000, 5678]), [8000, 5678, 9000]);
    assert.deepEqual(inside(), [5678, 8000, 9000]);
  });

  it("leads over each published port of TCP once", () => {
    const port = (publicPort: number | null, protocol = "tcp") => ({
      privatePort: 1,
      publicPort,
      address: null,
      protocol,
    });
    const ports = [port(5672), port(null), port(53, "udp"), port(15_672), port(5672)];
    assert.deepEqual(browserPorts({ ports }), [5672, 15_672]);
  });

  it("leads to the engine's machine where that is another one", () => {
    assert.equal(hostOfEngine("unix:///var/run/docker.sock"), "localhost");
    assert.equal(hostOfEngine("npipe:////./pipe/docker_engine"), "localhost");
    assert.equal(hostOfEngine("ssh://deploy@build.example:2222"), "build.example");
    assert.equal(hostOfEngine("tcp://10.0.0.7:2376"), "10.0.0.7");
    assert.equal(hostOfEngine("tcp://127.0.0.1:2375"), "localhost");
    assert.equal(hostOfEngine("tcp://[fd00::1]:2376"), "[fd00::1]");
  });
});

describe("loopWords", () => {
  it("says long times in their own unit", () => {
    assert.equal(loopWords({ times: 6, ms: 40_000 }), "restarting, 6 times in 40 s");
    assert.equal(loopWords({ times: 60, ms: 3_500_000 }), "restarting, 60 times in 58 min");
  });
});

describe("isDone", () => {
  const of = (service: string, state: "running" | "exited", status: string, awaits = "") => ({
    project: "shop",
    service,
    state,
    status,
    labels: { "com.docker.compose.depends_on": awaits },
  });
  const web = of(
    "web",
    "running",
    "Up 2 hours",
    "db:service_healthy:false,migrate:service_completed_successfully:false",
  );
  const migrate = of("migrate", "exited", "Exited (0) 2 minutes ago");

  it("holds for what ended well and is waited for", () => {
    assert.equal(isDone(migrate, [web, migrate]), true);
  });

  it("does not hold for a failure, for what still runs, for a server that was stopped, or for another project's", () => {
    assert.equal(isDone({ ...migrate, status: "Exited (1) 2 minutes ago" }, [web, migrate]), false);
    assert.equal(isDone({ ...migrate, state: "running", status: "Up 1 second" }, [web, migrate]), false);
    assert.equal(isDone(of("db", "exited", "Exited (0) 1 second ago"), [web, migrate]), false);
    assert.equal(isDone(of("grate", "exited", "Exited (0) 1 second ago"), [web, migrate]), false);
    assert.equal(isDone(migrate, [{ ...web, project: "other" }, migrate]), false);
  });
});
