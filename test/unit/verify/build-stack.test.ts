import assert from "node:assert/strict";
import type { BuildStep } from "../../../src/model/build-trace";
import type { Engine } from "../../../src/model/ports";
import { buildStack } from "../../../src/verify/build-stack";
import { readStack } from "../../../src/verify/compose-stack";
import { Measurements } from "../../../src/verify/measurements";
import { memoryFiles } from "../../kit/memory-files";

const FILES = memoryFiles({
  Dockerfile: "FROM a\nRUN pip install flask\nCOPY . .\n",
  "app.py": "import flask\n",
});
const RUN = { owner: "7-abc", workspace: "shop", project: "shop-7", started: "2026-01-01T00:00:00Z" };

function step(name: string, cached: boolean): BuildStep {
  return { digest: name, name, stage: null, cached, startedMs: 0, completedMs: cached ? 0 : 40, error: null };
}

/** Builds whose install step is found in the cache or not, one after the other; the first is the one without a cache. */
async function built(found: readonly boolean[], warmRuns: number) {
  let at = 0;
  const engine = {
    build: () => {
      const cached = found[at++] ?? assert.fail("one build too many");
      const steps = [
        step("[2/3] RUN pip install flask", cached),
        { ...step("[2/3] RUN pip install flask", cached), digest: "again", completedMs: 0 },
        step("[3/3] COPY . .", false),
      ];
      return Promise.resolve({ imageId: "sha256:a", durationMs: cached ? 100 : 9000, steps });
    },
    image: () => Promise.resolve(null),
    images: () => Promise.resolve([]),
  } as unknown as Engine;
  const stack = readStack("compose.yaml", "services:\n  web: { build: . }\n");
  const options = { cold: true, warmRuns, secrets: {} };
  const measured = new Measurements();
  const sources = new Set(["app.py"]);
  const ports = { engine, files: FILES };
  const [image] = await buildStack(ports, stack, stack.services, RUN, sources, options, measured, () => undefined);
  assert.equal(at, found.length);
  return { warm: [measured.of("build.warm.web").samples, measured.figures["build.warm.web"]], image: image?.report };
}

describe("a build after one changed line", () => {
  it("is measured once more where the engine had lost what it was to find, and only once", async () => {
    const lost = await built([false, false, true, true], 2);
    assert.deepEqual(lost.warm, [2, 100]);
    const always = await built([false, false, false, false], 2);
    assert.deepEqual(always.warm, [2, 9000]);
  });

  it("counts a step once that BuildKit tells twice", async () => {
    const { image } = await built([false, true], 1);
    assert.equal(image?.cacheHits, 1);
    assert.deepEqual(
      [image.steps, image.rebuild].map(steps => steps.length),
      [2, 2],
    );
  });
});
