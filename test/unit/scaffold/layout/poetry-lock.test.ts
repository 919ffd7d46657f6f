import assert from "node:assert/strict";
import { isPoetryLockStale } from "../../../../src/scaffold/layout/poetry-lock";
import { openWorkspace } from "../../../../src/workspace/workspace";
import { memoryFiles } from "../../../kit/memory-files";

// The hashes are those that Python's hashlib gives for the texts that Poetry's `_get_content_hash` makes of these files.
const OLD =
  '[tool.poetry]\nname = "shop"\ndescription = "Tee für alle"\n[tool.poetry.dependencies]\npython = "^3.11"\nflask = { version = "^3.0", extras = ["async"], optional = true }\n[tool.poetry.group.dev.dependencies]\npytest = "*"\n';
const NEW =
  '[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.11"\ndependencies = ["flask (>=3,<4)"]\n[dependency-groups]\ndev = ["pytest"]\n[tool.poetry]\npackage-mode = false\n[tool.poetry.group.docs]\noptional = true\n';
const HASHES = {
  old: "d7b40b2679a26f7ee18946083af2268b8e4772c73ab756f886db2c3a3d560add",
  withGroups: "a0e9efcc8701dde70002b78cfd042801936b6427dd251ab9c5c60e598d74066d",
  withoutGroups: "095595a564dfd175fcac43dfce2e2e8def63a6802f72449eec1b09fc78ea4774",
};

async function isStale(pyproject: string, hash: string): Promise<boolean> {
  const lock = `[metadata]\nlock-version = "2.1"\ncontent-hash = "${hash}"\n`;
  const workspace = await openWorkspace("shop", memoryFiles({ "pyproject.toml": pyproject, "poetry.lock": lock }));
  await workspace.load(["pyproject.toml", "poetry.lock"]);
  return isPoetryLockStale(workspace, "poetry.lock");
}

describe("a lock of Poetry", () => {
  it("is current while what it was made from is the same, whatever else is changed", async () => {
    assert.equal(await isStale(OLD, HASHES.old), false);
    assert.equal(await isStale(OLD.replace("Tee", "Kaffee"), HASHES.old), false);
    assert.equal(await isStale(NEW, HASHES.withGroups), false);
    assert.equal(await isStale(NEW, HASHES.withoutGroups), false);
  });

  it("is stale after another dependency, bound or group", async () => {
    assert.equal(await isStale(OLD.replace("^3.0", "^3.1"), HASHES.old), true);
    assert.equal(await isStale(`${OLD}ruff = "*"\n`, HASHES.old), true);
    assert.equal(await isStale(NEW.replace(">=3,<4", ">=3"), HASHES.withGroups), true);
  });

  it("is taken for current where it says no hash", async () => {
    assert.equal(await isStale(OLD, ""), false);
  });
});
