import assert from "node:assert/strict";
import { createCompose } from "../../../src/engine/compose";
import { cancelled, DrydockError } from "../../../src/model/error";
import type { Compose, ContainerDetail, Engine, EngineEndpoint, Processes } from "../../../src/model/ports";
import { containerDetail, fakePort, withContainers } from "./fake-port";

const REQUEST = { project: "shop", folder: "/ws", files: ["/ws/compose.yaml", "/tmp/o.yaml"] };

interface Call {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string | undefined;
}

function setUp(
  answer: Partial<{ exit: number; stdout: string; stderr: string }> = {},
  endpoint?: EngineEndpoint,
  containers: readonly ContainerDetail[] = [],
  before: readonly ContainerDetail[] = [],
) {
  const calls: Call[] = [];
  const phase = (): Partial<Engine> => withContainers(calls.length === 0 ? before : containers);
  const processes: Processes = {
    run: (command, args, options) => {
      calls.push({ command, args, env: options?.env ?? {}, cwd: options?.cwd });
      const result = { exit: 0, stdout: "", stderr: "", ...answer };
      // Output comes in pieces that know nothing of lines.
      for (const piece of result.stderr.match(/[^]{1,3}/g) ?? []) options?.onStderr?.(piece);
      for (const piece of result.stdout.match(/[^]{1,3}/g) ?? []) options?.onStdout?.(piece);
      return Promise.resolve(result);
    },
  };
  const engine = fakePort({
    ...withContainers([]),
    containers: filter => phase().containers?.(filter) ?? Promise.resolve([]),
    inspect: id => phase().inspect?.(id) ?? Promise.reject(new Error(id)),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  const env = { DOCKER_HOST: "tcp://elsewhere", DOCKER_CONTEXT: "elsewhere", PATH: "/bin" };
  const compose: Compose = createCompose({ processes, env }, engine);
  return { compose, calls };
}

describe("createCompose", () => {
  it("passes arguments as a list, options before services", async () => {
    const { compose, calls } = setUp();
    await compose.up(
      { ...REQUEST, profiles: ["dev"], services: ["web; rm -rf /"], wait: true, waitSeconds: 30, build: true },
      () => {},
    );
    assert.equal(calls[0]?.command, "docker");
    assert.equal(calls[0]?.cwd, "/ws");
    assert.deepEqual(
      calls[0]?.args.join(" "),
      "compose -p shop --project-directory /ws -f /ws/compose.yaml -f /tmp/o.yaml --profile dev up --detach --wait --wait-timeout 30 --build web; rm -rf /",
    );
    await compose.down({ ...REQUEST, volumes: true, images: true }, () => {});
    assert.match(calls[1]?.args.join(" ") ?? "", / down --remove-orphans --timeout 10 --volumes --rmi local$/);
    await compose.run({ ...REQUEST, service: "web", command: ["pytest", "-q"] }, () => {});
    assert.match(calls[2]?.args.join(" ") ?? "", / run --rm --no-TTY web pytest -q$/);
  });

  it("gives of a run what the program printed, and what failed before it", async () => {
    const { compose } = setUp({
      stderr:
        " Network a_default  Creating\n Container a-db-1  Created\n Container a-db-1  Waiting\nwarned\n Container a-db-1  Healthy\n Container a-db-1  Error dependency db failed to start\n Container b is Started\n",
    });
    const { stderr } = await compose.run({ ...REQUEST, service: "web", command: [] }, () => {});
    assert.equal(stderr, "warned\n Container a-db-1  Error dependency db failed to start\n Container b is Started\n");
  });

  it("uses the engine's endpoint, whatever the environment says", async () => {
    const local = setUp();
    await local.compose.up({ ...REQUEST, env: { TAG: "1", DOCKER_HOST: "tcp://evil" } }, () => {});
    assert.equal(local.calls[0]?.env["DOCKER_HOST"], "unix:///d.sock");
    assert.equal(local.calls[0]?.env["DOCKER_CONTEXT"], undefined);
    assert.deepEqual([local.calls[0]?.env["TAG"], local.calls[0]?.env["PATH"]], ["1", "/bin"]);

    const far = setUp({}, { context: "far", host: "ssh://far", reason: "" });
    await far.compose.up(REQUEST, () => {});
    assert.equal(far.calls[0]?.env["DOCKER_HOST"], undefined);
    assert.equal(far.calls[0]?.env["DOCKER_CONTEXT"], "far");
  });

  it("gives output line by line", async () => {
    const { compose } = setUp({ stderr: " Container a Started\r\nlast one" });
    const lines: string[] = [];
    await compose.up(REQUEST, line => lines.push(line));
    assert.deepEqual(lines, [" Container a Started", "last one"]);
  });

  it("does not take a service for started that keeps failing between two looks", async () => {
    const migrated = containerDetail({ id: "1", service: "migrate", state: "exited", exitCode: 0 });
    for (const state of ["exited", "restarting"] as const) {
      const failing = containerDetail({ id: "2", service: "worker", state, exitCode: 1, health: "unhealthy" });
      const { compose } = setUp({}, undefined, [migrated, failing]);
      await assert.rejects(
        compose.up({ ...REQUEST, wait: true, waitSeconds: 5 }, () => {}),
        { code: "start-crashed" },
      );
    }
  });

  it("blames no container that had ended before and was not started", async () => {
    const old = containerDetail({ id: "1", service: "web", state: "exited", exitCode: 137, startedAt: 1000 });
    const wait = { ...REQUEST, wait: true, waitSeconds: 5 };
    await setUp({}, undefined, [old], [old]).compose.up(wait, () => {});
    await assert.rejects(
      setUp({}, undefined, [{ ...old, startedAt: 2000 }], [old]).compose.up(wait, () => {}),
      { code: "start-crashed" },
    );
  });

  it("does not take Compose's word that a service is healthy", async () => {
    const wait = { ...REQUEST, wait: true, waitSeconds: 5 };
    const migrated = containerDetail({ id: "1", service: "migrate", state: "exited", exitCode: 0, health: "starting" });
    const starting = containerDetail({ id: "2", service: "web", state: "running", health: "starting" });
    const { compose } = setUp({}, undefined, [migrated, starting]);
    await assert.rejects(
      compose.up(wait, () => {}),
      { code: "health-timeout", message: "web did not turn healthy in time." },
    );
    await compose.up({ ...wait, services: ["migrate"] }, () => {});
    await compose.up(REQUEST, () => {});
  });

  it("reads the configuration as data", async () => {
    const { compose, calls } = setUp({ stdout: '{"services":{}}' });
    assert.deepEqual(await compose.config(["/ws/compose.yaml"]), { services: {} });
    await compose.config(["/ws/compose.yaml"], undefined, { profiles: ["dev"], envFile: "/ws/.env.local" });
    const words = "compose -f /ws/compose.yaml --profile dev --env-file /ws/.env.local config --format json";
    assert.equal(calls.at(-1)?.args.join(" "), words);
    assert.deepEqual(calls[0]?.args, ["compose", "-f", "/ws/compose.yaml", "config", "--format", "json"]);
    await compose.config(["/ws/compose.yaml"], undefined, { interpolate: false });
    assert.equal(calls.at(-1)?.args.slice(3).join(" "), "config --no-interpolate --format json");
  });

  const ports: readonly (readonly [string, unknown])[] = [
    ["0.0.0.0:49153\n", { address: "0.0.0.0", port: 49153 }],
    ["[::]:80\n", { address: "::", port: 80 }],
    [":0\n", null],
    ["", null],
  ];
  for (const [stdout, expected] of ports) {
    it(`reads the port ${JSON.stringify(stdout)}`, async () => {
      assert.deepEqual(await setUp({ stdout }).compose.port({ ...REQUEST, service: "web", port: 8000 }), expected);
    });
  }

  it("says that the docker command is missing", async () => {
    const processes: Processes = {
      run: () => Promise.reject(new DrydockError("usage", "docker could not be started.", "It is not installed.", "")),
    };
    const compose = createCompose({ processes, env: {} }, fakePort({}));
    await assert.rejects(
      compose.up(REQUEST, () => {}),
      { code: "compose-failed", message: "docker could not be started." },
    );
  });

  it("is cancelled where the process was stopped for that", async () => {
    const stop = new AbortController();
    const processes: Processes = {
      run: () => {
        stop.abort();
        return Promise.reject(cancelled());
      },
    };
    const compose = createCompose({ processes, env: {} }, fakePort({}));
    await assert.rejects(
      compose.up(REQUEST, () => {}, stop.signal),
      { code: "cancelled" },
    );
  });

  it("pulls and watches one service alone, and the whole project where none is named", async () => {
    const { compose, calls } = setUp();
    const { signal } = new AbortController();
    const tailOf = (at: number): readonly string[] =>
      calls[at]?.args.slice(calls[at].args.indexOf("/tmp/o.yaml") + 1) ?? [];
    await compose.pull({ ...REQUEST, services: ["db"] }, () => undefined);
    await compose.pull(REQUEST, () => undefined);
    await compose.watch({ ...REQUEST, services: ["web"] }, () => undefined, signal);
    await compose.watch(REQUEST, () => undefined, signal);
    assert.deepEqual([0, 1, 2, 3].map(tailOf), [
      ["pull", "--ignore-buildable", "db"],
      ["pull", "--ignore-buildable"],
      ["watch", "--no-up", "web"],
      ["watch", "--no-up"],
    ]);
  });

  const lock = 'cannot take exclusive lock for project "shop": process with PID 4777 is still running';
  const tries: readonly [string, boolean, number][] = [
    ["watches once more where the mark of another watch was stale", true, 2],
    ["says who watches where it is not", false, 1],
  ];
  for (const [title, released, times] of tries) {
    it(title, async () => {
      let runs = 0;
      const processes: Processes = {
        run: () => Promise.resolve({ exit: ++runs === 2 ? 0 : 1, stdout: "", stderr: runs === 2 ? "" : lock }),
      };
      const releaseStaleLock = (project: string, id: number): Promise<boolean> =>
        Promise.resolve(project === "shop" && id === 4777 && released);
      const compose = createCompose({ processes, env: {}, releaseStaleLock }, fakePort({ ...withContainers([]) }));
      const watching = compose.watch(REQUEST, () => undefined, new AbortController().signal);
      if (released) await watching;
      else await assert.rejects(watching, { code: "compose-failed", message: "shop is watched already." });
      assert.equal(runs, times);
    });
  }
});
