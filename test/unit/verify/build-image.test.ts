import assert from "node:assert/strict";
import type { BuildEvent } from "../../../src/model/build-trace";
import { DrydockError } from "../../../src/model/error";
import type { Engine } from "../../../src/model/ports";
import { buildImage } from "../../../src/verify/build-image";
import { readBuiltFile } from "../../../src/verify/instruction-places";
import { failureOf } from "../../kit/failure-of";

const FILE = readBuiltFile("api/Dockerfile", "FROM a AS build\nRUN make\nFROM a\nRUN b\n", null);

function step(name: string, error: string | null): BuildEvent {
  const stage = /^\[(\w+) /.exec(name)?.[1] ?? null;
  return { kind: "step", step: { digest: name, name, stage, cached: false, startedMs: 0, completedMs: 1, error } };
}

function engineThatFails(events: readonly BuildEvent[], error: unknown): Engine {
  return {
    build: (_request: unknown, onEvent: (event: BuildEvent) => void) => {
      events.forEach(onEvent);
      return Promise.reject(error as Error);
    },
  } as unknown as Engine;
}

describe("buildImage", () => {
  const request = { files: [], dockerfile: "Dockerfile", tags: [] } as unknown as Parameters<Engine["build"]>[0];
  const failed = new DrydockError("build-failed", "What.", "Why.", "Do.");

  it("leads to the instruction at which a build ended, not to one that was cancelled because of it", async () => {
    const seen: BuildEvent[] = [];
    const events = [
      step("[stage-1 2/2] RUN b", "context canceled"),
      step("[build 2/2] RUN make", "exit code: 2"),
      step("[internal] load build context", null),
    ];
    const error = await failureOf(
      buildImage(engineThatFails(events, failed), request, FILE, event => seen.push(event)),
    );
    assert.deepEqual(
      [error.code, error.message, error.place?.path, error.place?.line],
      ["build-failed", "What.", "api/Dockerfile", 2],
    );
    assert.equal(seen.length, 3);
  });

  it("leaves a failure as it is that no instruction made", async () => {
    const error = await failureOf(buildImage(engineThatFails([], failed), request, FILE, () => undefined));
    assert.equal(error, failed);
  });
});
