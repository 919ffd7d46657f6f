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

// Written by git for .gitignore, app.py, src/shop/__init__.py and src/shop/a.py.
const INDEX_2 =
  "RElSQwAAAAIAAAAEawrxHjPgi2NrCvEeM+CLYwAA/gAAp0HCAACBpAAAAAAAAAAAAAAAEDtcSARgeH3gUe36U30n3+C4NX0vAAouZ2l0aWdub3JlAAAAAAAAAABrCvEeNJemY2sK8R40l6ZjAAD+AACnQccAAIGkAAAAAAAAAAAAAAAA5p3im7LR1kNLiymud1rYwuSMU5EABmFwcC5weQAAAABrCvEeNJemY2sK8R40l6ZjAAD+AACnQcMAAIGkAAAAAAAAAAAAAAAA5p3im7LR1kNLiymud1rYwuSMU5EAFHNyYy9zaG9wL19faW5pdF9fLnB5AAAAAAAAawrxHjSXpmNrCvEeNJemYwAA/gAAp0HEAACBpAAAAAAAAAAAAAAAAOad4puy0dZDS4sprnda2MLkjFORAA1zcmMvc2hvcC9hLnB5AAAAAADlNmJg9uEoQAE2AJakVgqx0QGDEA==";
const INDEX_4 =
  "RElSQwAAAAQAAAAEawrxHjPgi2NrCvEeM+CLYwAA/gAAp0HCAACBpAAAAAAAAAAAAAAAEDtcSARgeH3gUe36U30n3+C4NX0vAAoALmdpdGlnbm9yZQBrCvEeNJemY2sK8R40l6ZjAAD+AACnQccAAIGkAAAAAAAAAAAAAAAA5p3im7LR1kNLiymud1rYwuSMU5EABgphcHAucHkAawrxHjSXpmNrCvEeNJemYwAA/gAAp0HDAACBpAAAAAAAAAAAAAAAAOad4puy0dZDS4sprnda2MLkjFORABQGc3JjL3Nob3AvX19pbml0X18ucHkAawrxHjSXpmNrCvEeNJemYwAA/gAAp0HEAACBpAAAAAAAAAAAAAAAAOad4puy0dZDS4sprnda2MLkjFORAA0LYS5weQBD36VBUVJRTexvkPbwCzx0t4tT9A==";

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

  for (const [version, index] of [
    [2, INDEX_2],
    [4, INDEX_4],
  ] as const) {
    it(`keeps what git tracks although it ignores it, by an index of version ${version}`, async () => {
      const checkout = memoryFiles({
        ".gitignore": "src/\nlib/\n*.log\n",
        "app.py": "",
        "src/shop/__init__.py": "",
        "src/shop/a.py": "",
        "src/shop/b.log": "",
        "lib/x.py": "",
        ".git/index": Uint8Array.from(Buffer.from(index, "base64")),
      });
      const workspace = await openWorkspace("shop", checkout);
      assert.deepEqual(
        workspace.files.map(({ path }) => path),
        [".gitignore", "app.py", "src/shop/__init__.py", "src/shop/a.py"],
      );
    });
  }

  it("keeps what builders read although git ignores it", async () => {
    const { files: listed } = await openWorkspace(
      "shop",
      memoryFiles({ ".gitignore": ".*\n", ".dockerignore": ".git\n", ".flake8": "", "app.py": "" }),
    );
    assert.deepEqual(
      listed.map(({ path }) => path),
      [".dockerignore", "app.py"],
    );
  });

  it("reads the .gitignore of a folder where the top has none", async () => {
    const { files: listed } = await openWorkspace(
      "shop",
      memoryFiles({ "api/.gitignore": "/local.py\n", "api/app.py": "", "api/local.py": "" }),
    );
    assert.deepEqual(
      listed.map(({ path }) => path),
      ["api/.gitignore", "api/app.py"],
    );
  });

  it("reads the .gitignore of every folder as git does", async () => {
    const found = await openWorkspace(
      "shop",
      memoryFiles({
        ".gitignore": "*.tmp\n/site\n",
        "api/.gitignore": "generated/\n/local.py\n!keep.tmp\n",
        "api/app.py": "",
        "api/keep.tmp": "",
        "api/local.py": "",
        "api/generated/client.py": "",
        "api/web/local.py": "",
        "api/web/.gitignore": "*.tmp\n",
        "api/web/keep.tmp": "",
        "web/local.py": "",
        "web/drop.tmp": "",
        "web/generated/client.py": "",
        "site/.gitignore": "!*\n",
        "site/a.py": "",
      }),
    );
    assert.deepEqual(
      found.files.map(({ path }) => path).filter(path => !path.endsWith(".gitignore")),
      ["api/app.py", "api/keep.tmp", "api/web/local.py", "web/generated/client.py", "web/local.py"],
    );
    assert.ok(found.leftOut.includes("api/generated"));
  });

  it("reads an index that is cut or changed anywhere without an exception", async () => {
    const bytes = Uint8Array.from(Buffer.from(INDEX_4, "base64"));
    for (let at = 0; at < bytes.length; at++) {
      const changed = Uint8Array.from(bytes);
      changed[at] = 0xff;
      for (const index of [bytes.slice(0, at), changed]) {
        const cut = memoryFiles({ ".gitignore": "lib/\n", "app.py": "", "lib/x.py": "", ".git/index": index });
        assert.ok((await openWorkspace("shop", cut)).has("app.py"));
      }
    }
  });

  it("keeps lists of requirements that a rule such as *.txt matches, where no index says what is tracked", async () => {
    const found = await openWorkspace(
      "shop",
      memoryFiles({
        ".gitignore": "*.txt\n/old\n",
        "requirements.txt": "flask\n",
        "notes.txt": "",
        "old/setup.py": "",
      }),
    );
    assert.deepEqual(
      found.files.map(({ path }) => path),
      [".gitignore", "requirements.txt"],
    );
  });

  it("keeps the package of a src layout that .gitignore names, where no index says what is tracked", async () => {
    const found = await openWorkspace(
      "shop",
      memoryFiles({
        ".gitignore": "src/\n",
        "src/shop/__init__.py": "",
        "src/shop/api/views.py": "",
        "src/editable/setup.py": "",
        "src/editable/__init__.py": "",
      }),
    );
    assert.deepEqual(
      found.files.map(({ path }) => path),
      [".gitignore", "src/shop/__init__.py", "src/shop/api/views.py"],
    );
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
