import assert from "node:assert/strict";
import { buildImages, type ImageBuildEvent } from "../../../src/app/build-images";
import { layerSizes } from "../../../src/app/layer-sizes";
import { stepLines } from "../../../src/app/step-lines";
import type { BuildStep } from "../../../src/model/build-trace";
import type { BuildRequest, Engine } from "../../../src/model/ports";
import { memoryFiles } from "../../kit/memory-files";

function step(name: string): BuildStep {
  return { digest: name, name, stage: null, cached: false, startedMs: 0, completedMs: 1, error: null };
}

describe("stepLines", () => {
  const dockerfile = [
    "FROM python:3.11 AS base",
    "ENV A=1",
    "WORKDIR /app",
    "FROM base AS build",
    "# what the wheel needs",
    "RUN apt-get update \\",
    "  && apt-get install gcc",
    "COPY . .",
    "FROM base",
    "COPY --from=build /app $HOME",
    "RUN --mount=type=ssh,id=deploy --mount=type=ssh <<EOF",
    "echo one",
    "EOF",
    "CMD python",
  ].join("\n");

  it("counts in a stage as BuildKit does", () => {
    const { lineOf } = stepLines(dockerfile);
    assert.deepEqual(
      [
        "[base 1/2] FROM docker.io/library/python:3.11",
        "[base 2/2] WORKDIR /app",
        "[build 1/2] RUN apt-get update   && apt-get install gcc",
        "[linux/arm64 build 2/2] COPY . .",
        "[stage-2 1/2] COPY --from=build /app /root",
        "[stage-2 2/2] RUN --mount=type=ssh <<EOF (echo one)",
        "[internal] load build context",
        "exporting to image",
      ].map(lineOf),
      [1, 3, 6, 8, 10, 11, null, null],
    );
  });

  it("goes by the text where triggers of the base are counted too", () => {
    const { lineOf } = stepLines("FROM onbuild\nRUN one\nRUN two\n");
    assert.deepEqual(["[2/4] RUN pip install", "[4/4] RUN two"].map(lineOf), [null, 3]);
  });

  it("names the SSH agents that steps ask for", () => {
    assert.deepEqual(stepLines(dockerfile).agents, ["deploy", "default"]);
  });
});

describe("layerSizes", () => {
  it("gives each step of the image what it added, and the base its sum", () => {
    const steps = [
      step("[build 1/2] FROM debian"),
      step("[build 2/2] RUN make"),
      step("[stage-1 2/3] COPY --from=build /app /app"),
      step("[stage-1 3/3] RUN --mount=type=cache,target=/x pip install ."),
    ];
    const layers = [
      { instruction: "COPY rootfs /", bytes: 100 },
      { instruction: "CMD [bash]", bytes: 0 },
      { instruction: "COPY /app /app", bytes: 20 },
      { instruction: "RUN pip install .", bytes: 3 },
      { instruction: 'CMD ["app"]', bytes: 0 },
    ];
    assert.deepEqual(Object.fromEntries(layerSizes(steps, layers)), {
      "[stage-1 3/3] RUN --mount=type=cache,target=/x pip install .": 3,
      "[stage-1 2/3] COPY --from=build /app /app": 20,
      "[build 1/2] FROM debian": 100,
    });
  });
});

describe("building by Compose's own reading", () => {
  const requests: BuildRequest[] = [];
  const engine = {
    build: (request: BuildRequest, onEvent: (event: { kind: "step"; step: BuildStep }) => void) => {
      requests.push(request);
      onEvent({ kind: "step", step: step("[2/2] RUN true") });
      return Promise.resolve({ imageId: "sha256:1", steps: [], warnings: [], contextBytes: 0, durationMs: 0 });
    },
    image: () => Promise.resolve(null),
  } as unknown as Engine;
  const folders: Readonly<Record<string, ReturnType<typeof memoryFiles>>> = {
    "/code/shop": memoryFiles({ Dockerfile: "FROM x\n\nRUN true\n", "app.py": "" }, "/code/shop"),
    "/code/shop/docker": memoryFiles({ "web.Dockerfile": "FROM x\nRUN true\n" }, "/code/shop/docker"),
    "/code/other": memoryFiles({ "main.py": "" }, "/code/other"),
    "/keys": memoryFiles({ token: "from the file" }, "/keys"),
  };
  const config = {
    name: "shop",
    secrets: { token: { file: "/keys/token" }, key: { environment: "KEY" }, none: { environment: "NONE" } },
    services: {
      web: {
        image: "registry.example/web:2",
        build: {
          context: "/code/other",
          dockerfile: "../shop/docker/web.Dockerfile",
          args: { VERSION: "3", UNSET: null },
          ssh: ["default", "deploy=/run/deploy.sock"],
          secrets: [{ source: "token", target: "npm" }, { source: "key" }, { source: "none" }],
          additional_contexts: { shared: "/code/shared" },
          network: "host",
        },
      },
      job: { build: { context: "/code/shop", dockerfile_inline: "FROM x\nRUN true\n" } },
      db: { image: "postgres" },
    },
  };
  const surroundings = {
    files: (root: string) => folders[root] ?? memoryFiles({}, root),
    env: { SSH_AUTH_SOCK: "/run/agent.sock", KEY: "from the variable" },
    config,
  };

  it("passes on all that a build section says", async () => {
    const events: ImageBuildEvent[] = [];
    requests.length = 0;
    await buildImages(engine, "/code/shop", "shop", surroundings, { service: "web" }, event => events.push(event));
    const [request] = requests;
    assert.deepEqual(request?.tags, ["registry.example/web:2"]);
    assert.deepEqual(request?.args, { VERSION: "3" });
    assert.deepEqual(request?.agents, { default: "/run/agent.sock", deploy: "/run/deploy.sock" });
    assert.deepEqual(request?.secrets, { npm: "from the file", key: "from the variable" });
    assert.deepEqual(request?.contexts, { shared: "/code/shared" });
    assert.deepEqual([request?.networkMode, request?.folder], ["host", "/code/other"]);
    assert.deepEqual(request?.files.map(({ path }) => path).sort(), [".drydock.Dockerfile", "main.py"]);
    assert.deepEqual(
      events.flatMap(event => (event.kind === "step" ? [[event.dockerfile, event.sourceLine]] : [])),
      [["docker/web.Dockerfile", 2]],
    );
  });

  it("builds a Dockerfile that stands in the Compose file", async () => {
    requests.length = 0;
    await buildImages(engine, "/code/shop", "shop", surroundings, { service: "job" }, () => undefined);
    assert.deepEqual(requests[0]?.tags, ["shop-job"]);
    assert.equal(requests[0]?.dockerfile, ".drydock.Dockerfile");
  });

  it("forwards an agent to a Dockerfile built by itself only where its steps ask for one", async () => {
    requests.length = 0;
    await buildImages(engine, "/code/shop", "shop", surroundings, { dockerfile: "Dockerfile" }, () => undefined);
    assert.deepEqual(requests[0]?.agents, {});
  });
});
