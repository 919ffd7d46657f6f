import assert from "node:assert/strict";
import { DrydockError } from "../../../src/model/error";
import { measureImport } from "../../../src/verify/import-time";
import { execWhileRunning } from "../../../src/verify/exec-in-service";
import type { Engine } from "../../../src/model/ports";

function refusing(code: "engine-refused" | "engine-lost"): Engine {
  const exec = (): Promise<never> =>
    Promise.reject(new DrydockError(code, "The engine refused.", "container is not running", "Try again."));
  return { exec } as unknown as Engine;
}

describe("a command in a container that may have ended", () => {
  it("has no answer where the container is not running any more", async () => {
    assert.equal(await execWhileRunning(refusing("engine-refused"), "c", ["true"]), null);
    assert.equal(await measureImport(refusing("engine-refused"), "c", "app"), null);
  });

  it("fails as before where the engine itself is gone", () =>
    assert.rejects(execWhileRunning(refusing("engine-lost"), "c", ["true"]), DrydockError));
});
