import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";

const NAMES = ["accounts", "mail", "orders", "search", "stock"];

async function served(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { entryPoints } = await readRecon(memoryFiles({ "requirements.txt": "flask\n", ...files }), { name: "acme" });
  return entryPoints.map(({ name, target }) => `${name} ${target}`).sort();
}

function each(files: (name: string) => Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.assign({}, ...NAMES.map(files));
}

const PACKAGES = { "acme/__init__.py": "", "acme/common.py": "LIMIT = 3\n" };
const FACTORY =
  "from flask import Flask\nfrom acme.common import LIMIT\ndef create_app():\n    app = Flask(__name__)\n    return app\n";

describe("recon/settle/separate-services", () => {
  it("tells every service that has a package and a module to run of its own", async () => {
    const told = await served({
      ...PACKAGES,
      ...each(name => ({
        [`acme/${name}/__init__.py`]: "",
        [`acme/${name}/app.py`]: FACTORY,
        [`acme/${name}/run.py`]: `from acme.${name}.app import create_app\napp = create_app()\n`,
      })),
    });
    assert.deepEqual(told, [
      "web acme.accounts.run:app",
      "web-mail acme.mail.run:app",
      "web-orders acme.orders.run:app",
      "web-search acme.search.run:app",
      "web-stock acme.stock.run:app",
    ]);
  });

  it("tells only the likeliest of applications that are one file each, or that others import", async () => {
    const one = "from flask import Flask\nfrom acme.common import LIMIT\napp = Flask(__name__)\n";
    const single = await served({
      ...PACKAGES,
      ...each(name => ({ [`acme/${name}/__init__.py`]: "", [`acme/${name}/app.py`]: one })),
    });
    assert.equal(single.length, 3);
    const shared = await served({
      ...PACKAGES,
      ...each(name => ({
        [`acme/${name}/__init__.py`]: "",
        [`acme/${name}/core.py`]: FACTORY,
        [`acme/${name}/main.py`]: `from acme.${name}.core import create_app\napp = create_app()\n`,
        [`acme/${name}/jobs.py`]: `from acme.${name}.main import app\nwith app.app_context():\n    pass\n`,
      })),
    });
    assert.equal(shared.length, 3);
  });

  it("leaves one package's several applications to the likeliest", async () => {
    const told = await served({
      ...PACKAGES,
      "acme/app.py": FACTORY,
      ...each(name => ({ [`acme/${name}.py`]: "from acme.app import create_app\napp = create_app()\n" })),
    });
    assert.ok(told.length <= 3);
  });
});
