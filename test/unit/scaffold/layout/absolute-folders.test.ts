import assert from "node:assert/strict";
import { readAbsoluteFolders } from "../../../../src/scaffold/layout/absolute-folders";
import { openWorkspace } from "../../../../src/workspace/workspace";
import { memoryFiles } from "../../../kit/memory-files";

async function foldersOf(code: string, texts: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const all = { "shop/settings.py": code, ...texts };
  const workspace = await openWorkspace("w", memoryFiles(all));
  await workspace.load(Object.keys(all));
  return readAbsoluteFolders(workspace, "").map(({ folder, isDatabase }) => `${folder}${isDatabase ? " db" : ""}`);
}

describe("absolute folders that code names", () => {
  it("are those below /app that it makes a path of", async () => {
    const code =
      'ROOT = Path(given if given else "/app/data")\nSPOOL_DIR = os.getenv("SPOOL_DIR", "/app/var/spool/x.csv")\nos.makedirs("/app/out/")\n';
    assert.deepEqual(await foldersOf(code), ["/app/data", "/app/var/spool", "/app/out"]);
    assert.deepEqual(await foldersOf('upload_directory: str = "/app/uploads"\n'), ["/app/uploads"]);
  });

  it("are no URLs, no folders of the workspace and nothing that a build makes", async () => {
    const code =
      'redirect("/app/login")\nLOGIN_PATH = "/app/login"\nCODE_DIR = Path("/app/shop")\nDIST_DIR = "/app/dist/assets"\n';
    assert.deepEqual(await foldersOf(code), []);
    assert.deepEqual(await foldersOf('DATA_DIR = "/app/data"\n', { "data/rates.csv": "" }), []);
    assert.deepEqual(await foldersOf("", { "tests/test_a.py": 'DATA_DIR = "/app/data"\n' }), []);
  });

  it("are those of databases with an absolute address", async () => {
    const code =
      'A = "sqlite:////var/lib/shop/shop.db"\nB = "sqlite+aiosqlite:////data/b.db?mode=rw"\nC = "sqlite:////srv/x/c.db"\n';
    assert.deepEqual(await foldersOf(code), ["/var/lib/shop db", "/data db", "/srv/x db"]);
  });

  it("are none that a comment shows, and none that only sounds like one", async () => {
    const code =
      '# e.g. "sqlite:////absolute/path/to/file.db"\nDB = load()  # "sqlite:////srv/x/a.db"\nLOGIN_REDIRECT_URL = "/app/home"\nredirect_url="/app/dashboard"\n';
    assert.deepEqual(await foldersOf(code), []);
    assert.deepEqual(await foldersOf('"""sqlite:////absolute/path/to/file.db"""\n# DATA_DIR = "/app/data"\n'), []);
  });

  it("are none that the system owns, or that only a run knows", async () => {
    const code =
      'A = "sqlite:////tmp/a.db"\nB = "sqlite:////b.db"\nC = "sqlite:////var/c.db"\nD = f"sqlite:////srv/{name}/d.db"\nE = "sqlite:////var/run/shop/e.db"\n';
    assert.deepEqual(await foldersOf(code), []);
  });
});
