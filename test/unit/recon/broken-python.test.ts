import assert from "node:assert/strict";
import { readRecon } from "../../../src/recon/read-recon";
import { NO_SETTINGS } from "../../../src/settings/settings";
import { memoryFiles } from "../../kit/memory-files";

async function problemsOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { problems } = await readRecon(memoryFiles(files), { name: "shop", settings: NO_SETTINGS, elapsed: () => 0 });
  return problems.map(({ code, place }) => `${code} ${place.path}:${place.line}`);
}

describe("Python files that no Python accepts", () => {
  it("are named with the first place that could not be read, and the rest still counts", async () => {
    assert.deepEqual(
      await problemsOf({
        "bracket.py": "import os\n\nx = (1,\n\n\ndef g():\n    pass\n",
        "string.py": 'x = "a\ny = 1\n',
        "fine.py": "match = {1: (2, [3])}\nprint(f'{match[1]!r:>{10}}')\n",
      }),
      ["python-broken bracket.py:3", "python-broken string.py:1"],
    );
  });

  it("are not those of Python 2, which are told apart", async () => {
    assert.deepEqual(await problemsOf({ "old.py": 'print "x"\nexec "y" in z\n' }), []);
  });

  it("are not templates of projects", async () => {
    const found = await problemsOf({ "{{cookiecutter.name}}/app.py": "from {{cookiecutter.name}} import (\n" });
    assert.deepEqual(found, []);
  });

  it("are no `.wsgi`, which may be filled in or be a server's own", async () => {
    const files = { "app.wsgi": "from {{ name }} import app\n", "site.wsgi": "<VirtualHost *:80>\n" };
    assert.deepEqual(await problemsOf({ "app.py": "x = 1\n", ...files }), []);
  });
});
