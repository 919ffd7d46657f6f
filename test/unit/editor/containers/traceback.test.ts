import assert from "node:assert/strict";
import { firstTraceback } from "../../../../src/editor/containers/traceback";

describe("firstTraceback", () => {
  it("takes the first one that is whole, with its frames from the outermost in", () => {
    const found = firstTraceback([
      "starting",
      "Traceback (most recent call last):",
      '  File "/app/main.py", line 9, in <module>',
      "    start()",
      '  File "/app/shop/mail.py", line 31, in start',
      "    return {}['x']",
      "",
      "KeyError: 'x'",
      "Traceback (most recent call last):",
      "OtherError",
    ]);
    assert.equal(found?.exception, "KeyError: 'x'");
    assert.deepEqual(found?.frames, [
      { path: "/app/main.py", line: 9 },
      { path: "/app/shop/mail.py", line: 31 },
    ]);
    assert.ok(found?.text.startsWith("Traceback") && found.text.endsWith("KeyError: 'x'"));
  });

  it("finds none in a log that has none, or only its beginning", () => {
    assert.equal(firstTraceback(["a", "b"]), null);
    assert.equal(firstTraceback(["Traceback (most recent call last):", "  File"]), null);
  });
});
