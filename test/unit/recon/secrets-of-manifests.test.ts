import assert from "node:assert/strict";
import { readRecon } from "../../../src/recon/read-recon";
import { memoryFiles } from "../../kit/memory-files";

describe("values that manifests and pipelines hold in clear", () => {
  it("stand nowhere in what recon tells", async () => {
    const files = memoryFiles({
      "requirements.txt": "celery\nredis\npytest\nflask\n",
      "app.py":
        "import os\nfrom celery import Celery\napp = Celery('app')\na = os.environ['CONN']\nb = os.environ['DB_PASSWORD']\nc = os.environ['GATE']\n",
      "test_app.py": "def test_it():\n    pass\n",
      Dockerfile: 'FROM python:3.11-slim\nCOPY . .\nCMD ["python", "app.py"]\n',
      "k8s/app.yaml":
        'kind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - name: worker\n          image: acme/app:1\n          command: [celery, -A, app, -b, "redis://:$(DB_PASSWORD)@redis:6379/0", worker]\n          env:\n            - {name: DB_PASSWORD, value: hunterone}\n---\nkind: Secret\nstringData:\n  CONN: huntertwo\n',
      ".github/workflows/ci.yml":
        "on: push\njobs:\n  t:\n    runs-on: x\n    env:\n      GATE: postgresql://u:hunterthree@db:5432/x\n    steps:\n      - run: pytest\n",
    });
    const told = JSON.stringify(await readRecon(files, { name: "shop" }));
    assert.match(told, /celery/);
    assert.doesNotMatch(told, /hunter(?:one|two|three)/);
  });

  it("take no port and no path from a program of its own name beside the application", async () => {
    const { ports, routes } = await readRecon(
      memoryFiles({
        "requirements.txt": "fastapi\nuvicorn\n",
        "app.py": "from fastapi import FastAPI\napp = FastAPI()\n",
        Dockerfile: 'FROM python:3.11-slim\nCOPY . .\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0"]\n',
        "k8s/gotenberg.yaml":
          "kind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - name: gotenberg\n          image: gotenberg/gotenberg:8\n          ports: [{containerPort: 3000}]\n          readinessProbe: {httpGet: {path: /health, port: 3000}}\n",
      }),
      { name: "shop" },
    );
    assert.ok(ports.every(({ port }) => port !== 3000));
    assert.ok(routes.every(({ path }) => path !== "/health"));
  });
});

describe("modules that import each other's everything", () => {
  it("are read once for a name", async () => {
    const count = 9;
    const modules = Object.fromEntries(
      Array.from({ length: count }, (_, at) => [
        `pk/m${at}.py`,
        Array.from({ length: count }, (__, other) => (other === at ? "" : `from pk.m${other} import *\n`)).join(""),
      ]),
    );
    const main =
      "from pk.m0 import *\nfrom pydantic_settings import BaseSettings\nclass S(BaseSettings):\n" +
      Array.from({ length: 6 }, (_, at) => `    field_${at}: str\n`).join("");
    const { environment } = await readRecon(memoryFiles({ ...modules, "pk/__init__.py": "", "main.py": main }), {
      name: "shop",
    });
    assert.equal(environment.length, 6);
  });
});
