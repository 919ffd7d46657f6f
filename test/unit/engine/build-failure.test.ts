import assert from "node:assert/strict";
import { buildFailure } from "../../../src/engine/build-failure";
import { createTrace } from "../../../src/engine/trace";
import { at, logOf, traceMessage } from "./trace-messages";

const plain = (text: string): string => text;

function failure(name: string, error: string, words: string, lines: readonly string[] = []) {
  const trace = createTrace(plain);
  const vertex = { digest: "a", name, started: at(0), completed: at(1), error };
  trace.accept(traceMessage({ vertexes: [vertex], logs: lines.map(line => logOf("a", `${line}\n`)) }));
  return buildFailure(trace, words, plain);
}

describe("buildFailure", () => {
  it("shows the command of a step without its mounts, in one line", () => {
    const name =
      "[build 2/3] RUN --mount=type=cache,target=/c     --mount=type=bind,source=a,target=a     pip install  x";
    const error = failure(name, "exit code: 1", "exit code: 1", ["no"]);
    assert.equal(error.message, "Step 2 of 3 of stage build failed: `pip install x`, exit code 1.");
  });

  it("names the step, its exit code and its last twenty lines", () => {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    const words = 'process "/bin/sh -c make" did not complete successfully: exit code: 2';
    const error = failure("[build 3/7] RUN make", words, `failed to solve: ${words}`, lines);
    assert.equal(error.code, "build-failed");
    assert.equal(error.message, "Step 3 of 7 of stage build failed: `make`, exit code 2.");
    assert.deepEqual(error.why.split("\n"), lines.slice(-20));
  });

  it("says the engine's words where the step printed nothing", () => {
    const words = 'failed to compute cache key: "/missing": not found';
    const error = failure("[2/3] COPY missing /", words, words);
    assert.equal(error.message, "Step 2 of 3 failed: `COPY missing /`.");
    assert.equal(error.why, words);
  });

  it("knows a full disk by the engine's words or the step's", () => {
    assert.equal(
      failure("[1/1] RUN x", "exit code: 1", "x", ["OSError: [Errno 28] No space left on device"]).code,
      "disk-full",
    );
    assert.equal(failure("exporting to image", "write: no space left on device", "x").code, "disk-full");
  });

  const metadata = "[internal] load metadata for docker.io/library/python:3.11-slim";
  const registry: readonly (readonly [string, string, RegExp])[] = [
    [
      metadata,
      "pull access denied, repository does not exist or may require authorization",
      /refused python:3\.11-slim/,
    ],
    [metadata, "failed to authorize: 401 Unauthorized", /refused python:3\.11-slim/],
    [metadata, "toomanyrequests: You have reached your pull rate limit", /too many requests/],
    [metadata, "docker.io/library/python:3.11-slim: not found", /has no python:3\.11-slim/],
    [metadata, "dial tcp: lookup registry-1.docker.io: no such host", /could not be reached for python:3\.11-slim/],
  ];
  for (const [name, words, expected] of registry) {
    it(`blames the registry: ${words}`, () => {
      const error = failure(name, words, `failed to resolve source metadata for x: ${words}`);
      assert.equal(error.code, "registry-refused");
      assert.match(error.message, expected);
    });
  }

  it("does not blame the registry for what a command met", () => {
    const error = failure("[1/2] RUN pip install x", "exit code: 1", "exit code: 1", ["401 Unauthorized"]);
    assert.equal(error.code, "build-failed");
  });

  it("gives the line of a parse error", () => {
    const error = buildFailure(
      createTrace(plain),
      "dockerfile parse error on line 4: unknown instruction: RUNN",
      plain,
    );
    assert.equal(error.message, "The Dockerfile could not be read at line 4.");
    assert.equal(error.why, "unknown instruction: RUNN");
  });

  it("cuts a command of many lines", () => {
    const error = failure(`[1/1] RUN ${"x".repeat(500)}`, "exit code: 1", "");
    assert.ok(error.message.length < 260);
  });
});
