import assert from "node:assert/strict";
import { instructionWords, stepWords } from "../../../src/model/step-words";

describe("the words of a build step", () => {
  it("begin with what the step does", () => {
    const cases = {
      "[build 4/7] RUN --mount=type=cache,target=/root/.cache/pip     --mount=type=bind,source=r.txt,target=r.txt     pip install --requirement r.txt":
        "RUN pip install --requirement r.txt",
      "[base 1/2] FROM docker.io/library/python:3.11-slim@sha256:0a1b": "FROM python:3.11-slim@sha256:0a1b",
      "[base 1/2] FROM docker.io/acme/python:3.11": "FROM acme/python:3.11",
      "[runtime 5/9] COPY --from=build /venv /venv": "COPY --from=build /venv /venv",
      "[internal] load build context": "load build context",
      "exporting to image": "exporting to image",
    };
    for (const [name, words] of Object.entries(cases)) assert.equal(instructionWords(name), words);
  });

  it("have the stage before them where it is wanted", () => {
    assert.equal(stepWords("[build 2/2] RUN --mount=type=ssh git clone x"), "[build 2/2] RUN git clone x");
    assert.equal(stepWords("RUN --network=none --mount=type=cache,target=/c\tmake"), "RUN make");
  });

  it("keep the flags of a program, another registry, and a command that mounts nothing", () => {
    assert.equal(instructionWords("[2/3] RUN docker run --mount=a b"), "RUN docker run --mount=a b");
    assert.equal(instructionWords("[1/3] FROM ghcr.io/library/python:3"), "FROM ghcr.io/library/python:3");
    assert.equal(instructionWords('[2/3] RUN ["make"]'), 'RUN ["make"]');
  });
});
