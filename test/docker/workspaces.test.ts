import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import { createApp } from "../../src/app/app";
import { nodeFiles } from "../../src/host/node-files";
import { nodePorts } from "../../src/app/node-ports";
import { writablePaths } from "../../src/app/apply-changes";
import { LABELS } from "../../src/model/ports";
import type { VerifyEvent } from "../../src/verify/events";
import { projectRoot } from "../kit/sources";

interface Expected {
  readonly tests?: { readonly count?: number };
  readonly http?: { readonly health?: string | null } | null;
  /** What verifying rightly finds in what a person wrote: causes, and keys of missed thresholds. */
  readonly verify?: {
    readonly causes?: readonly string[];
    readonly missed?: readonly string[];
    /** Workers that answer their framework's own ping. */
    readonly pings?: readonly string[];
  };
}

const folder = path.join(projectRoot, "test/workspaces");
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
/** Channels of conda and images of Node are out of reach of a closed network; their plans are held by the unit goldens. */
const CANNOT_BUILD = new Set(["conda-science", "fastapi-vite"]);
const names = fs
  .readdirSync(folder, { withFileTypes: true })
  .filter(entry => entry.isDirectory() && !CANNOT_BUILD.has(entry.name))
  .map(({ name }) => name);

describe("dockerizing a workspace that nobody has prepared", () => {
  for (const name of names) {
    it(`${name}: builds, starts healthy, answers, passes its own tests, and leaves nothing behind`, async () => {
      const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "drydock-workspace-"));
      const root = path.join(temporary, name);
      fs.cpSync(path.join(folder, name), root, { recursive: true });
      const ports = nodePorts({ log: silent, engine: () => import("../../src/app/engine-entry") });
      const app = createApp({ ...ports, state: nodeFiles(path.join(temporary, "state")) });
      const expected = parse(fs.readFileSync(path.join(folder, `${name}.expect.yaml`), "utf8")) as Expected;
      try {
        const changes = await app.plan(root);
        await app.apply(root, changes, writablePaths(changes, { merges: true, conflicts: true }));
        const own = new Set(changes.files.filter(({ action }) => action === "create").map(({ path: file }) => file));
        const again = await app.plan(root);
        // The document cites lines of files that a merge has just moved; no file that Docker reads may change again.
        assert.deepEqual(
          again.files
            .filter(({ action, path: file }) => action !== "unchanged" && !/^docs\/|^\.drydock\.yaml$/.test(file))
            .map(({ path: file, action }) => `${action} ${file}`),
          [],
          "a second run changes nothing",
        );
        const lint = await app.lintFolder(root, { recon: await app.recon(root) });
        assert.deepEqual(
          lint.findings
            .filter(({ path: file, severity }) => own.has(file) && (severity === "error" || severity === "warning"))
            .map(({ path: file, line, rule }) => `${file}:${line} ${rule}`),
          [],
          "the written files are clean",
        );
        const events: VerifyEvent[] = [];
        const verification = await app.verify(root, { onEvent: event => events.push(event) });
        const removed = events.find(event => event.kind === "removed");
        assert.deepEqual(
          verification.causes.map(({ what, log }) => (log === "" ? what : `${what}\n${log}`)),
          expected.verify?.causes ?? [],
        );
        // Times differ between machines, so no test judges them; every other threshold must hold.
        assert.deepEqual(
          verification.thresholds.filter(({ held, unit }) => !held && unit !== "ms").map(({ key }) => key),
          expected.verify?.missed ?? [],
        );
        assert.deepEqual(
          verification.services.filter(({ ping }) => ping?.answered === true).map(({ name: service }) => service),
          expected.verify?.pings ?? [],
        );
        // A Dockerfile that a person wrote is merged, and gets no test stage against their will.
        if (own.has("Dockerfile") || [...own].some(file => file.endsWith("/Dockerfile"))) {
          assert.equal(verification.tests?.exit, 0, "its own tests pass inside the image");
          if (expected.tests?.count !== undefined) assert.equal(verification.tests?.passed, expected.tests.count);
        }
        if (expected.http) {
          const probed = verification.services.filter(({ probe }) => probe !== null && probe.status < 400);
          assert.ok(probed.length > 0, `a service answers: ${JSON.stringify(verification.services)}`);
        }
        assert.ok(
          verification.images.every(({ buildMs, cacheHits }) => buildMs.warm === null || cacheHits > 0),
          "an edit reuses the dependency layer",
        );
        assert.ok(removed, "what was started was removed");
        const engine = await app.engine();
        const left = await engine.containers({ all: true, labels: [LABELS.workspace + "=" + name] });
        // An earlier run that was killed may have left its own; `drydock clean` finds those.
        const ofThisRun = `${process.pid}-`;
        assert.deepEqual(
          left.filter(({ labels }) => labels[LABELS.owner]?.startsWith(ofThisRun)).map(container => container.name),
          [],
        );
      } finally {
        // A dozen images and what they hold in the cache would fill a small disk over a few runs.
        const engine = await app.engine();
        for (const { id } of await engine.images([`${LABELS.workspace}=${name}`])) await engine.removeImage(id);
        fs.rmSync(temporary, { recursive: true, force: true });
      }
    });
  }
});
