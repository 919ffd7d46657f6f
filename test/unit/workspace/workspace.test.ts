import assert from "node:assert/strict";
import { asText, at } from "../../../src/workspace/data-node";
import { openWorkspace } from "../../../src/workspace/workspace";
import { memoryFiles } from "../../kit/memory-files";

const files = memoryFiles({
  ".gitignore": "/out/\n*.log\n.env\n",
  ".env": "SECRET_KEY=abc\n",
  "app/main.py": "x = 1\n",
  "app/debug.log": "",
  "out/generated.py": "",
  "venv/pyvenv.cfg": "",
  "venv/lib/x.py": "",
  "legacy/old.py": "",
  "pyproject.toml": '[project]\nname = "shop"\n',
  "data.bin": Uint8Array.of(0, 1, 2),
});

describe("a workspace", () => {
  it("leaves out what git ignores, foreign folders and excluded globs, but keeps environment files", async () => {
    const workspace = await openWorkspace("shop", files, { exclude: ["legacy/**"] });
    assert.deepEqual(
      workspace.files.map(({ path }) => path),
      [".env", ".gitignore", "app/main.py", "data.bin", "pyproject.toml"],
    );
    assert.ok(workspace.hasFolder("app"));
    assert.ok(!workspace.hasFolder("legacy"));
    assert.deepEqual([...workspace.leftOut].sort(), ["app/debug.log", "legacy", "out", "venv"]);
  });

  it("answers texts once they are loaded, and null for binary files", async () => {
    const workspace = await openWorkspace("shop", files);
    assert.equal(workspace.text("pyproject.toml"), null);
    await workspace.load(["pyproject.toml", "data.bin", "absent.txt"]);
    assert.equal(asText(at(workspace.data("pyproject.toml").root, "project", "name")), "shop");
    assert.equal(workspace.text("data.bin"), null);
    assert.equal(workspace.text("absent.txt"), null);
  });

  it("makes places with masked lines", async () => {
    const workspace = await openWorkspace("shop", files);
    await workspace.load([".env"]);
    assert.deepEqual(workspace.place(".env", 11), {
      path: ".env",
      line: 1,
      column: 12,
      text: "SECRET_KEY=•••",
      confidence: "high",
    });
  });

  it("stops when it is cancelled", async () => {
    await assert.rejects(
      openWorkspace("shop", files, { signal: AbortSignal.abort() }).then(workspace =>
        workspace.load(["pyproject.toml"], AbortSignal.abort()),
      ),
      { code: "cancelled" },
    );
  });
});
