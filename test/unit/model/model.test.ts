import assert from "node:assert/strict";
import { failingStep, wasCancelled } from "../../../src/model/build-trace";
import { DrydockError, messageOf, throwIfCancelled } from "../../../src/model/error";
import { comparePlaces, compareText } from "../../../src/model/place";

describe("the model", () => {
  it("sorts by code unit, never by locale", () => {
    assert.deepEqual(["b", "B", "ä", "a"].sort(compareText), ["B", "a", "b", "ä"]);
    const place = (path: string, line: number) => ({ path, line, column: 1, text: "", confidence: "high" as const });
    assert.ok(comparePlaces(place("a", 9), place("a", 10)) < 0);
  });

  it("blames a build's failure on the step that failed, not on one that was cancelled because of it", () => {
    const cancelled = { digest: "a", error: "process did not complete: context canceled: context canceled" };
    const failed = { digest: "b", error: "exit code: 1" };
    assert.equal(failingStep([{ digest: "c", error: null }, cancelled, failed])?.digest, "b");
    assert.equal(failingStep([cancelled])?.digest, "a");
    assert.deepEqual([cancelled, failed, { error: null }].map(wasCancelled), [true, false, false]);
    assert.equal(failingStep([{ digest: "c", error: null }]), null);
  });

  it("has one error with what, why and what to do", () => {
    const error = new DrydockError("usage", "What.", "Why.", "Do.", new Error("cause"));
    assert.deepEqual([error.message, error.why, error.todo, messageOf(error.cause)], ["What.", "Why.", "Do.", "cause"]);
    assert.throws(() => throwIfCancelled(AbortSignal.abort()), { code: "cancelled" });
    assert.equal(messageOf("text"), "text");
  });

  it("knows an error that another bundle's copy of the class made", () => {
    const other = Object.assign(new Error("What."), { name: "DrydockError", code: "build-failed" });
    assert.ok(other instanceof DrydockError);
    assert.ok(!(new Error("What.") instanceof DrydockError));
    assert.ok(!({ name: "DrydockError" } instanceof DrydockError));
  });
});
