import assert from "node:assert/strict";
import { systemClock } from "../../../src/host/system";
import { DrydockError } from "../../../src/model/error";
import type { Engine } from "../../../src/model/ports";
import type { EntryPoint, Recon } from "../../../src/model/recon";
import { runCommandLine } from "../../../src/verify/run-command-line";

const RUN = { owner: "o", workspace: "w", started: "2026-01-01T00:00:00Z", project: "p" };

function program(name: string, command: readonly string[]): Pick<EntryPoint, "kind" | "name" | "command"> {
  return { kind: "cli", name, command };
}

/** A library with a command of its own, and beside it the unit that the image is built of. */
const RECON = {
  entryPoints: [program("shop", ["shop"]), program("ship", ["python", "-m", "ship"])],
  units: [{ name: "ship", path: "ship", recon: { entryPoints: [program("ship", ["python", "-m", "ship"])] } }],
} as unknown as Recon;

const IMAGE = {
  tag: "ship",
  build: { context: "ship", dockerfile: "Dockerfile", target: null, args: {}, usedSecrets: [] },
  services: ["ship"],
};

async function ask(run: Engine["run"]): ReturnType<typeof runCommandLine> {
  const ports = { engine: { run } as Engine, clock: systemClock };
  return runCommandLine(ports, IMAGE, RECON, RUN, () => undefined);
}

describe("an image of a command-line tool", () => {
  it("is asked for the help of its own unit's program", async () => {
    const asked: string[] = [];
    const cause = await ask((_image, command, { entrypoint } = {}) => {
      asked.push([...(entrypoint ?? []), ...command].join(" "));
      return Promise.resolve({ exit: 0, stdout: "", stderr: "" });
    });
    assert.equal(cause, null);
    assert.deepEqual(asked, ["python -m ship --help"]);
  });

  it("lacks the program where the engine finds none, and nothing else that the engine refuses is its fault", async () => {
    const refuse = (why: string) => ask(() => Promise.reject(new DrydockError("engine-refused", "No.", why, "")));
    const cause = await refuse('exec: "ship": executable file not found in $PATH: unknown.');
    assert.match(cause?.what ?? "", /a program that the image lacks/);
    await assert.rejects(refuse("conflict"), DrydockError);
  });
});
