import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { createApp } from "../../../src/app/app";
import { writablePaths } from "../../../src/app/apply-changes";
import { nodePorts } from "../../../src/app/node-ports";
import { nodeFiles } from "../../../src/host/node-files";
import { projectRoot } from "../../kit/sources";

const SAMPLES = path.join(projectRoot, "test/workspaces");
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe("what is written for a sample workspace", () => {
  const samples = fs.readdirSync(SAMPLES, { withFileTypes: true }).filter(entry => entry.isDirectory());
  let temporary = "";
  beforeEach(() => {
    temporary = fs.mkdtempSync(path.join(os.tmpdir(), "drydock-written-"));
  });
  afterEach(() => fs.rmSync(temporary, { recursive: true, force: true }));

  for (const { name } of samples) {
    it(`${name}: has no finding of its own linter`, async () => {
      const root = path.join(temporary, name);
      fs.cpSync(path.join(SAMPLES, name), root, { recursive: true });
      const ports = nodePorts({ log: silent, engine: () => Promise.reject(new Error("No engine is asked.")) });
      const app = createApp({ ...ports, state: nodeFiles(path.join(temporary, "state")) });
      const changes = await app.plan(root);
      await app.apply(root, changes, writablePaths(changes, { merges: true, conflicts: true }));
      const created = new Set(changes.files.filter(({ action }) => action === "create").map(({ path: file }) => file));
      const { findings } = await app.lintFolder(root, { recon: await app.recon(root) });
      assert.deepEqual(
        findings
          .filter(({ path: file, severity }) => created.has(file) && (severity === "error" || severity === "warning"))
          .map(({ path: file, line, rule }) => `${file}:${line} ${rule}`),
        [],
      );
    });
  }
});
