import assert from "node:assert/strict";
import { isTracked } from "../../../src/app/git-folder";
import { memoryFiles } from "../../kit/memory-files";

/** An index of version 2 with these paths. */
function indexOf(...paths: readonly string[]): Uint8Array {
  const entries = paths.map(path => {
    const entry = new Uint8Array(Math.ceil((63 + path.length) / 8) * 8);
    entry.set(new TextEncoder().encode(path), 62);
    return [...entry];
  });
  return new Uint8Array([...new TextEncoder().encode("DIRC"), 0, 0, 0, 2, 0, 0, 0, paths.length, ...entries.flat()]);
}

const disk = (contents: Readonly<Record<string, string | Uint8Array>>) => (root: string) =>
  memoryFiles(
    Object.fromEntries(
      Object.entries(contents).flatMap(([path, content]) =>
        path.startsWith(`${root}/`) ? [[path.slice(root.length + 1), content]] : [],
      ),
    ),
    root,
  );

describe("what git has", () => {
  const head = "ref: refs/heads/main\n";

  it("is found from the top of a repository and from a folder inside it", async () => {
    const open = disk({ "/code/.git/HEAD": head, "/code/.git/index": indexOf(".env", "api/.env") });
    assert.equal(await isTracked(open, "/code", ".env"), true);
    assert.equal(await isTracked(open, "/code/api/", ".env"), true);
    assert.equal(await isTracked(open, "/code/web", ".env"), false);
    assert.equal(await isTracked(open, "/code", "api/app.py"), false);
  });

  it("is found in a linked working tree and in a submodule, each with an index of its own", async () => {
    const tree = disk({
      "/tree/.git": "gitdir: /code/.git/worktrees/tree\n",
      "/code/.git/worktrees/tree/HEAD": head,
      "/code/.git/worktrees/tree/commondir": "../..\n",
      "/code/.git/worktrees/tree/index": indexOf("api/.env"),
      "/code/.git/index": indexOf(".env"),
    });
    assert.equal(await isTracked(tree, "/tree/api", ".env"), true);
    assert.equal(await isTracked(tree, "/tree", ".env"), false);
    const files: Readonly<Record<string, string | Uint8Array>> = {
      "/code/lib/.git": "gitdir: /code/.git/modules/lib\n",
      "/code/.git/modules/lib/index": indexOf(".env"),
      "/code/.git/HEAD": head,
    };
    assert.equal(await isTracked(disk(files), "/code/lib", ".env"), true);
  });

  it("is nothing outside a repository and before the first `git add`, and not known where the index cannot be read", async () => {
    assert.equal(await isTracked(disk({}), "/code", ".env"), false);
    assert.equal(await isTracked(disk({ "/code/.git/HEAD": head }), "/code", ".env"), false);
    const broken = disk({ "/code/.git/HEAD": head, "/code/.git/index": "DIRC" });
    assert.equal(await isTracked(broken, "/code", ".env"), null);
  });
});
