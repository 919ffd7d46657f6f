import assert from "node:assert/strict";
import { parseStepName } from "../../../src/engine/step-name";

describe("parseStepName", () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ["[2/5] RUN make", { stage: "stage-0", index: 2, total: 5, instruction: "RUN make" }],
    ["[build 3/7] RUN pip install .", { stage: "build", index: 3, total: 7, instruction: "RUN pip install ." }],
    ["[linux/amd64 build 1/2] FROM x", { stage: "build", index: 1, total: 2, instruction: "FROM x" }],
    ["[linux/amd64 1/2] FROM x", { stage: "stage-0", index: 1, total: 2, instruction: "FROM x" }],
    ["[stage-1  4/12] COPY a b", { stage: "stage-1", index: 4, total: 12, instruction: "COPY a b" }],
    ["[internal] load build context", null],
    ["exporting to image", null],
    ["[auth] library/python:pull", null],
    ["[", null],
  ];
  for (const [name, expected] of cases) it(name, () => assert.deepEqual(parseStepName(name), expected));
});
