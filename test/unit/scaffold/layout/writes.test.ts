import assert from "node:assert/strict";
import { readWrites } from "../../../../src/scaffold/layout/writes";
import { openWorkspace } from "../../../../src/workspace/workspace";
import { memoryFiles } from "../../../kit/memory-files";

async function writesOf(
  texts: Readonly<Record<string, string>>,
  ignored: readonly string[] = [],
): Promise<readonly string[]> {
  const workspace = await openWorkspace("w", memoryFiles(texts));
  await workspace.load(Object.keys(texts));
  return readWrites(workspace, "", ignored).map(
    ({ folder, file, isKept }) => `${folder}/${file ?? ""}${isKept ? "" : " scratch"}`,
  );
}

describe("what the code writes", () => {
  it("is read from settings that name folders", async () => {
    assert.deepEqual(
      await writesOf({ "settings.py": 'MEDIA_ROOT = BASE_DIR / "media"\nLOG_DIR: str = "var/logs"\n' }),
      ["media/", "var/logs/ scratch"],
    );
  });

  it("lies where the steps above the file lead", async () => {
    assert.deepEqual(
      await writesOf({
        "src/app/core/log.py": 'LOG_DIR = os.path.join(os.path.dirname(os.path.dirname(__file__)), "logs")\n',
        "src/app/files.py": 'UPLOAD_DIR = Path(__file__).resolve().parent / "uploads"\n',
        "src/app/store.py": 'EXPORT_DIR = Path(__file__).parents[2] / "exports"\n',
      }),
      ["src/app/logs/ scratch", "src/app/uploads/", "exports/"],
    );
  });

  it("is read from SQLite addresses", async () => {
    assert.deepEqual(
      await writesOf({
        "app.py": 'URL = "sqlite:///./data/app.db"\nOTHER = "sqlite:////srv/x.db"\nMEMORY = "sqlite://"\n',
      }),
      ["data/app.db"],
    );
  });

  it("is a database file, not Django's name of a backend", async () => {
    const text = 'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}\n';
    assert.deepEqual(await writesOf({ "settings.py": text }), ["/db.sqlite3"]);
  });

  it("is a folder that git ignores and the code names", async () => {
    assert.deepEqual(await writesOf({ "app.py": 'open("uploads/x")\n' }, ["uploads", "cache"]), ["uploads/"]);
  });

  it("is not what tests write", async () => {
    assert.deepEqual(
      await writesOf({ "tests/test_x.py": 'MEDIA_ROOT = "media"\n', "conftest.py": 'UPLOAD_DIR = "up"\n' }),
      [],
    );
  });
});
