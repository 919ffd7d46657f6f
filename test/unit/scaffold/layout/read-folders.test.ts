import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { foldersReadByCode } from "../../../../src/scaffold/layout/read-folders";
import { openWorkspace } from "../../../../src/workspace/workspace";
import { memoryFiles } from "../../../kit/memory-files";

const MAIN = "from fastapi import FastAPI\nimport pages\napp = FastAPI()\n";
const THERE = { "requirements.txt": "fastapi\nuvicorn\n", "main.py": MAIN, "docs/start.md": "", "dist/index.html": "" };

async function named(
  texts: Readonly<Record<string, string>>,
  others: readonly string[] = [],
): Promise<readonly string[]> {
  const files = memoryFiles({ ...THERE, ...texts });
  const workspace = await openWorkspace("shop", files);
  const recon = await readRecon(files, { name: "shop" });
  await workspace.load(workspace.paths("*.py"));
  return [...foldersReadByCode(workspace, recon, "", others)];
}

describe("folders that the program reads though most have no use for them", () => {
  it("are those that a loaded file names as a path", async () => {
    assert.deepEqual(await named({ "pages.py": 'import os\nfor page in os.listdir("./docs"):\n    print(page)\n' }), [
      "docs",
    ]);
    assert.deepEqual(await named({ "pages.py": 'TEXT = open("docs/start.md").read()\n' }), ["docs"]);
    assert.deepEqual(await named({ "pages.py": 'app.mount("/", StaticFiles(directory="dist"))\n' }), ["dist"]);
    assert.deepEqual(await named({ "pages.py": 'open("k8s/web.yaml")\n' }), [], "is not there");
  });

  it("are those of services beside it whose files it names", async () => {
    const beside = { "services/mail/main.py": "", "services/mail/page.html": "" };
    const open = { ...beside, "pages.py": 'TEXT = open("services/mail/page.html").read()\n' };
    assert.deepEqual(await named(open, ["services/mail", "services/search"]), ["services/mail"]);
    assert.deepEqual(await named({ ...beside, "pages.py": "" }, ["services/mail"]), []);
  });

  it("are not those of a URL, of a tool's name or of what the program never loads", async () => {
    for (const line of [
      'URLS = [path("docs/", docs), route("/docs", docs)]',
      'tags = ["docs"]',
      'app = FastAPI(docs_url="/docs")',
    ])
      assert.deepEqual(await named({ "pages.py": `${line}\n` }), [], line);
    const script = 'import shutil\nshutil.copytree("docs", "dist")\n';
    assert.deepEqual(await named({ "pages.py": "", "tools/publish.py": script, "tests/test_docs.py": script }), []);
  });
});
