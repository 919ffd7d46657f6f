import assert from "node:assert/strict";
import { readManifests } from "../../../src/python/manifests/read-manifests";
import { settleDependencies } from "../../../src/recon/settle-dependencies";
import { undeclaredImports, unusedDependencies } from "../../../src/recon/usage";
import { projectOf } from "../../kit/python-project";

async function usage(contents: Readonly<Record<string, string>>, used: readonly string[] = []) {
  const { workspace, project } = await projectOf(contents);
  const reading = await readManifests(workspace);
  const settled = settleDependencies(reading, { workspace, unit: "", units: [], python: "3.11" });
  const options = { workspace, project, files: project.files, dependencies: settled.dependencies };
  const undeclared = undeclaredImports(options);
  return {
    undeclared: undeclared.map(({ module, distribution }) => `${module} ${String(distribution)}`),
    unused: unusedDependencies({ ...options, settled, used, undeclared }).map(({ name }) => name),
  };
}

describe("undeclaredImports", () => {
  it("matches import names to distributions", async () => {
    const { undeclared } = await usage({
      "requirements.txt":
        "PyYAML\nopencv-python-headless\npython-slugify\nflask\nmysql-replication\ngoogle-cloud-storage\nruamel.yaml\n",
      "app.py":
        "import yaml, cv2, slugify, werkzeug, pymysqlreplication\nfrom google.cloud import storage\nimport ruamel.yaml\nimport tenacity\nimport os, sys\n",
    });
    assert.deepEqual(undeclared, ["tenacity tenacity"]);
  });

  it("leaves out what the code can do without", async () => {
    const { undeclared } = await usage({
      "requirements.txt": "flask\n",
      "app.py": `import flask
from typing import TYPE_CHECKING
try:
    import ujson as json
except ImportError:
    import json
if TYPE_CHECKING:
    import pandas


def lazy():
    import redis
    try:
        import celery
    except ImportError:
        celery = None
`,
    });
    assert.deepEqual(undeclared, ["redis redis"]);
  });

  it("takes names of files for the workspace's own", async () => {
    const { undeclared } = await usage({
      "requirements.txt": "flask\n",
      "bot/main.py": "import settings_local\nimport legacy\n",
      "old/legacy/x.py": "",
    });
    assert.deepEqual(undeclared, ["settings_local null"]);
  });
});

describe("unusedDependencies", () => {
  it("reports what nothing imports, names or runs", async () => {
    const { unused } = await usage({
      "requirements.txt":
        "flask\nboltons\ngunicorn\npsycopg2-binary\npytest-cov\ntypes-requests\nopenpyxl\npandas\ndjango-cors-headers\n",
      "app.py": "import flask, pandas\nINSTALLED_APPS = ['corsheaders']\n",
    });
    assert.deepEqual(unused, ["boltons"]);
  });

  it("counts commands and what evidence names", async () => {
    const files = {
      "requirements.txt": "flask\nhonyaku\nboltons\nsupervisor-tool\n",
      "app.py": "import flask\n",
      Procfile: "web: honyaku serve\n",
    };
    assert.deepEqual((await usage(files)).unused, ["boltons", "supervisor-tool"]);
    assert.deepEqual((await usage(files, ["boltons"])).unused, ["supervisor-tool"]);
  });

  it("leaves out what a lock needs anyway, and full freezes", async () => {
    const names = Array.from({ length: 16 }, (_, index) => `package-${String(index)}==1.0\n`).join("");
    assert.deepEqual((await usage({ "requirements.txt": names, "app.py": "import package_1\n" })).unused, []);
    const { unused } = await usage({
      "pyproject.toml": '[tool.poetry]\nname = "a"\n[tool.poetry.dependencies]\nflask = "*"\nzipp = "*"\n',
      "poetry.lock":
        '[[package]]\nname = "flask"\nversion = "3"\n[package.dependencies]\nzipp = "*"\n[[package]]\nname = "zipp"\nversion = "3"\n',
      "app.py": "import flask\n",
    });
    assert.deepEqual(unused, []);
  });
});
