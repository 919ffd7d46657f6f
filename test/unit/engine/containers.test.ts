import assert from "node:assert/strict";
import { readDetail, readSummary } from "../../../src/engine/containers";
import { readEvent } from "../../../src/engine/events";
import { instructionOf, readLayers } from "../../../src/engine/images";

type ContainerInfo = Parameters<typeof readSummary>[0];
type ContainerInspectInfo = Parameters<typeof readDetail>[0];

describe("readSummary", () => {
  const row = {
    Id: "abc",
    Names: ["/shop-web-1"],
    Image: "shop",
    Labels: { "com.docker.compose.project": "shop", "com.docker.compose.service": "web" },
    State: "running",
    Status: "Up 3 seconds (health: starting)",
    Created: 17,
    Ports: [
      { IP: "0.0.0.0", PrivatePort: 8000, PublicPort: 49153, Type: "tcp" },
      { PrivatePort: 9000, Type: "tcp" },
    ],
  } as unknown as ContainerInfo;

  it("reads names, ports and the service", () => {
    assert.deepEqual(readSummary(row, 20_000), {
      id: "abc",
      name: "shop-web-1",
      image: "shop",
      project: "shop",
      service: "web",
      state: "running",
      health: "starting",
      ports: [
        { privatePort: 8000, publicPort: 49153, address: "0.0.0.0", protocol: "tcp" },
        { privatePort: 9000, publicPort: null, address: null, protocol: "tcp" },
      ],
      created: 17,
      since: 17_000,
      labels: row.Labels,
      status: "Up 3 seconds (health: starting)",
    });
  });

  it("reads health from the words of the status", () => {
    const health = (Status: string) => readSummary({ ...row, Status }, 0).health;
    assert.deepEqual(
      ["Up 1 hour", "Up 1 hour (healthy)", "Up 1 hour (unhealthy)", "Exited (1) 2 hours ago"].map(health),
      [null, "healthy", "unhealthy", null],
    );
  });
});

describe("readSummary of times", () => {
  it("knows since when from the words of the status", () => {
    const now = 100_000_000_000;
    const ago = (Status: string): number | null => {
      const { since } = readSummary(
        { Id: "a", Names: [], Labels: {}, Ports: [], Status } as unknown as ContainerInfo,
        now,
      );
      return since === null ? null : (now - since) / 1000;
    };
    assert.deepEqual(
      [
        "Up Less than a second",
        "Up 59 seconds (health: starting)",
        "Up About a minute (healthy)",
        "Up About an hour (Paused)",
        "Up 3 days",
        "Exited (137) 2 minutes ago",
        "Restarting (1) 4 seconds ago",
        "Created",
        "Dead",
        "",
      ].map(ago),
      [1, 59, 60, 3600, 259_200, 120, 4, null, null, null],
    );
  });
});

describe("readDetail", () => {
  const info = (state: object): ContainerInspectInfo =>
    ({
      Id: "abc",
      Name: "/x",
      Created: "2024-05-01T10:00:00.5Z",
      RestartCount: 2,
      Config: { Image: "shop", Labels: null },
      NetworkSettings: { Ports: { "8000/tcp": [{ HostIp: "::", HostPort: "80" }], "53/udp": null } },
      State: {
        Status: "exited",
        ExitCode: 137,
        OOMKilled: true,
        Error: "",
        StartedAt: "2024-05-01T10:00:01Z",
        FinishedAt: "2024-05-01T10:00:03Z",
        ...state,
      },
    }) as unknown as ContainerInspectInfo;

  it("reads how it ended", () => {
    const detail = readDetail(info({}));
    assert.deepEqual(
      [detail.exitCode, detail.outOfMemory, detail.restarts, (detail.finishedAt ?? 0) - (detail.startedAt ?? 0)],
      [137, true, 2, 2000],
    );
    assert.deepEqual(detail.ports, [
      { privatePort: 8000, publicPort: 80, address: "::", protocol: "tcp" },
      { privatePort: 53, publicPort: null, address: null, protocol: "udp" },
    ]);
    assert.equal(detail.created, 1714557600);
  });

  it("has no exit code while it runs and no time for what never happened", () => {
    const detail = readDetail(info({ Status: "running", FinishedAt: "0001-01-01T00:00:00Z" }));
    assert.deepEqual([detail.exitCode, detail.finishedAt, detail.health, detail.lastProbe], [null, null, null, null]);
  });

  it("reads the last health check's words", () => {
    const Health = { Status: "unhealthy", Log: [{ Output: "old" }, { Output: "404\n" }] };
    const detail = readDetail(info({ Health }));
    assert.deepEqual([detail.health, detail.lastProbe], ["unhealthy", "404"]);
  });

  it("reads of a health check that ends with a traceback only what it ends with", () => {
    const Output =
      'Traceback (most recent call last):\n  File "<string>", line 1, in <module>\n  File "/usr/lib/python3.11/socket.py", line 836, in create_connection\n    sock.connect(sa)\nConnectionRefusedError: [Errno 111] Connection refused\n';
    const detail = readDetail(info({ Health: { Status: "unhealthy", Log: [{ Output }] } }));
    assert.equal(detail.lastProbe, "ConnectionRefusedError: [Errno 111] Connection refused");
  });
});

describe("readLayers", () => {
  it("puts the base first", () => {
    const history = [
      { CreatedBy: 'CMD ["x"]', Size: 0 },
      { CreatedBy: "RUN /bin/sh -c make # buildkit", Size: 12 },
    ];
    assert.deepEqual(readLayers(history), [
      { instruction: "RUN make", bytes: 12 },
      { instruction: 'CMD ["x"]', bytes: 0 },
    ]);
  });

  const cases: readonly (readonly [string, string])[] = [
    ["COPY a b # buildkit", "COPY a b"],
    ['/bin/sh -c #(nop)  CMD ["bash"]', 'CMD ["bash"]'],
    ["/bin/sh -c apt-get update", "RUN apt-get update"],
    ["RUN |2 A=1 B=two words /bin/sh -c make # buildkit", "RUN make"],
    ["RUN /bin/bash -o pipefail -c make # buildkit", "RUN make"],
    ["", ""],
  ];
  for (const [text, expected] of cases) it(`reads ${text}`, () => assert.equal(instructionOf(text), expected));
});

describe("readEvent", () => {
  it("reads the actor's attributes as labels and the time in milliseconds", () => {
    const event = {
      Type: "container",
      Action: "start",
      Actor: { ID: "abc", Attributes: { name: "x" } },
      timeNano: 1_500_000_000,
    };
    assert.deepEqual(readEvent(event), {
      type: "container",
      action: "start",
      id: "abc",
      labels: { name: "x" },
      at: 1500,
    });
  });
});
