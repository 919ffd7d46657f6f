import assert from "node:assert/strict";
import { DrydockError } from "../../../src/model/error";
import { measureImport } from "../../../src/verify/import-time";
import { execWhileRunning, type ExecPorts } from "../../../src/verify/exec-in-service";
import { systemClock } from "../../../src/host/system";

function refusing(code: "engine-refused" | "engine-lost"): ExecPorts {
  const exec = (): Promise<never> =>
    Promise.reject(new DrydockError(code, "The engine refused.", "container is not running", "Try again."));
  return { engine: { exec }, clock: systemClock };
}

describe("a command in a container that may have ended", () => {
  it("has no answer where the container is not running any more", async () => {
    assert.equal(await execWhileRunning(refusing("engine-refused"), "c", ["true"]), "ended");
    assert.equal(await measureImport(refusing("engine-refused"), "c", "app"), null);
  });

  it("is not waited for where it does not end, and is stopped with the run", async () => {
    const exec: ExecPorts["engine"]["exec"] = (_container, _command, signal) =>
      new Promise((_resolve, reject) => {
        const end = (): void => reject(new DrydockError("cancelled", "Stopped.", "", ""));
        if (signal?.aborted === true) end();
        signal?.addEventListener("abort", end);
      });
    const ports = { engine: { exec }, clock: { ...systemClock, sleep: () => Promise.resolve() } };
    assert.equal(await execWhileRunning(ports, "c", ["sleep", "infinity"]), "late");
    assert.equal(await measureImport(ports, "c", "app"), null);
    await assert.rejects(execWhileRunning({ ...ports, clock: systemClock }, "c", ["true"], AbortSignal.abort()));
  });

  it("fails as before where the engine itself is gone", () =>
    assert.rejects(execWhileRunning(refusing("engine-lost"), "c", ["true"]), DrydockError));
});
