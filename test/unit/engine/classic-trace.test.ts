import assert from "node:assert/strict";
import { createClassicTrace } from "../../../src/engine/classic-trace";

describe("createClassicTrace", () => {
  it("makes steps and log lines of the text of an engine without BuildKit", () => {
    let now = 1000;
    const trace = createClassicTrace(
      text => text,
      () => now,
    );
    trace.accept({ stream: "Step 1/2 : FROM x\n" });
    trace.accept({ stream: " ---> Using cache\n" });
    now = 1500;
    trace.accept({ stream: "STEP 2/2: RUN make\n" });
    const events = trace.accept({ stream: "compiling\n" });
    now = 3000;
    assert.deepEqual(events, [{ kind: "log", line: { digest: "step-1", stream: "stdout", text: "compiling" } }]);
    assert.deepEqual(
      trace.steps().map(step => [step.name, step.cached, step.startedMs, step.completedMs]),
      [
        ["[1/2] FROM x", true, 0, 500],
        ["[2/2] RUN make", false, 500, 2000],
      ],
    );
  });
});
