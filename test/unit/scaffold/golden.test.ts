import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { nodeFiles } from "../../../src/host/node-files";
import { readRecon } from "../../../src/recon/read-recon";
import { scaffold } from "../../../src/scaffold/scaffold";
import { NO_SETTINGS } from "../../../src/settings/settings";
import { openWorkspace } from "../../../src/workspace/workspace";
import { projectRoot } from "../../kit/sources";
import { RANDOM, UNTRACKED } from "./plan-kit";

const SAMPLES = path.join(projectRoot, "test/workspaces");
const GOLDEN = path.join(projectRoot, "test/unit/scaffold/golden");
/** `UPDATE_GOLDEN=1` writes what is made today; the difference is then read like any other change. */
const UPDATES = process.env["UPDATE_GOLDEN"] === "1";

/** Everything that would be written, by path; what stays as it is has no golden file. */
async function proposal(name: string): Promise<ReadonlyMap<string, string>> {
  const files = nodeFiles(path.join(SAMPLES, name));
  const workspace = await openWorkspace(name, files);
  const recon = await readRecon(files, { name });
  const changes = await scaffold(recon, workspace, NO_SETTINGS, RANDOM, UNTRACKED);
  // Documents quote recon's reasons, which have tests of their own; .drydock.yaml holds hashes of the others.
  const kept = changes.files.filter(
    ({ path: file, action }) => action !== "unchanged" && !/docker\.md$|\.drydock\.yaml$/.test(file),
  );
  return new Map(
    kept.map(({ path: file, text, action }) => [`${file}${action === "conflict" ? ".conflict" : ""}`, text]),
  );
}

/** Golden files bear a suffix, so that no tool takes them for files of this project. */
function goldenFiles(folder: string): ReadonlyMap<string, string> {
  if (!existsSync(folder)) return new Map();
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => {
        const file = path.join(entry.parentPath, entry.name);
        return [
          path
            .relative(folder, file)
            .replaceAll(path.sep, "/")
            .replace(/\.golden$/, ""),
          readFileSync(file, "utf8"),
        ] as const;
      }),
  );
}

describe("golden files of the sample workspaces", () => {
  const samples = readdirSync(SAMPLES, { withFileTypes: true }).filter(entry => entry.isDirectory());
  for (const { name } of samples) {
    it(name, async () => {
      const folder = path.join(GOLDEN, name);
      const made = await proposal(name);
      if (UPDATES) {
        rmSync(folder, { recursive: true, force: true });
        for (const [file, text] of made) {
          const target = path.join(folder, `${file}.golden`);
          mkdirSync(path.dirname(target), { recursive: true });
          writeFileSync(target, text);
        }
      }
      const golden = goldenFiles(folder);
      assert.deepEqual(
        [...made.keys()].sort(),
        [...golden.keys()].sort(),
        "UPDATE_GOLDEN=1 accepts another set of files",
      );
      for (const [file, text] of made) assert.equal(text, golden.get(file), file);
    });
  }
});
