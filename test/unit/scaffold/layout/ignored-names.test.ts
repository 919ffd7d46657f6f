import assert from "node:assert/strict";
import { readIgnoredNames } from "../../../../src/scaffold/layout/ignored-names";
import { openWorkspace } from "../../../../src/workspace/workspace";
import { memoryFiles } from "../../../kit/memory-files";

async function names(unit: string, texts: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const workspace = await openWorkspace("/shop", memoryFiles(texts));
  await workspace.load(Object.keys(texts));
  return readIgnoredNames(workspace, unit);
}

describe("names that git ignores", () => {
  it("are those of folders, and not a tool's", async () => {
    assert.deepEqual(await names("", { ".gitignore": "uploads/\nlogs\n/media\n*.pyc\n.venv\nbuild/\nnotes.txt\n" }), [
      "uploads",
      "logs",
      "media",
    ]);
  });

  it("hold from the folder of their file where a slash stands before their end", async () => {
    const rules = "/uploads\napi/media/\nlogs/\nweb/cache/\n";
    assert.deepEqual(await names("api", { ".gitignore": rules, "api/.gitignore": "/tmpfiles\n" }), [
      "media",
      "logs",
      "tmpfiles",
    ]);
  });

  it("are not the folder of secrets, which an earlier run may have added", async () => {
    assert.deepEqual(await names("", { ".gitignore": "data/\n\n/secrets/\n" }), ["data"]);
  });
});
