import assert from "node:assert/strict";
import { readRecon } from "../../../src/recon/read-recon";
import { sharedRecon } from "../../../src/report/shared-recon";
import { memoryFiles } from "../../kit/memory-files";

describe("sharedRecon", () => {
  it("leaves what no unit has for itself", async () => {
    const recon = await readRecon(
      memoryFiles({
        "api/requirements.txt": "flask\n",
        "api/app.py": 'import os\nfrom flask import Flask\napp = Flask(__name__)\nTOKEN = os.environ["TOKEN"]\n',
        "api/tasks.py": 'from celery import Celery\ncelery = Celery(broker="redis://localhost:6379/0")\n',
        "tools/dump.py": 'import os\nimport redis\nstore = redis.Redis.from_url(os.environ["ROOT_REDIS"])\n',
        "mail/requirements.txt": "fastapi\n",
        "mail/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
        "tools/release.py": 'import os\nprint(os.environ["RELEASE"], os.environ["TOKEN"])\n',
        Makefile: "up:\n\tdocker compose up\n",
      }),
      { name: "shop" },
    );
    const shared = sharedRecon(recon);
    const names = ({ modules, environment, entryPoints, dependencies, buildScripts }: typeof recon): unknown => ({
      modules: modules.map(({ path }) => path),
      environment: environment.map(({ name, places }) => [name, ...places.map(({ path }) => path)]),
      entryPoints: entryPoints.length,
      dependencies: dependencies.map(({ name }) => name),
      buildScripts: buildScripts.map(({ path }) => path),
    });
    assert.deepEqual(names(shared), {
      modules: ["tools/dump.py", "tools/release.py"],
      environment: [
        ["RELEASE", "tools/release.py"],
        ["ROOT_REDIS", "tools/dump.py"],
        ["TOKEN", "tools/release.py"],
      ],
      entryPoints: 0,
      dependencies: [],
      buildScripts: ["Makefile"],
    });
    assert.deepEqual(
      shared.integrations.map(({ service, variables, breaksInContainer }) => [service, variables, breaksInContainer]),
      [["redis", ["ROOT_REDIS"], null]],
    );
    assert.equal(sharedRecon({ ...recon, units: [] }).modules.length, 5);
  });

  it("tells of a service the variables and the broken address of its own places, not those of a unit's", async () => {
    const shared = async (script: string): Promise<unknown> => {
      const recon = await readRecon(
        memoryFiles({
          "api/requirements.txt": "flask\n",
          "api/app.py": "from flask import Flask\napp = Flask(__name__)\n",
          "worker/requirements.txt": "celery[redis]\nfastapi\n",
          "worker/main.py":
            'from celery import Celery\nfrom fastapi import FastAPI\napp = FastAPI()\ncelery = Celery(broker="redis://localhost:6379/0")\n',
          "scripts/dump.py": `import redis, os\nr = ${script}\n`,
        }),
        { name: "shop" },
      );
      return sharedRecon(recon).integrations.map(({ variables, breaksInContainer, places }) => [
        variables,
        breaksInContainer !== null,
        places.map(({ path, line }) => `${path}:${line}`),
      ]);
    };
    assert.deepEqual(await shared('redis.Redis.from_url(os.environ["ROOT_REDIS"])'), [
      [["ROOT_REDIS"], false, ["scripts/dump.py:2"]],
    ]);
    const broken = [
      'redis.Redis(host="localhost", port=6380)',
      'redis.Redis(host="localhost", password=os.environ["REDIS_PASSWORD"])',
      'redis.Redis.from_url(os.environ.get("ROOT_REDIS", "redis://localhost"))',
      "redis.Redis()",
    ];
    for (const script of broken) {
      const [found] = (await shared(script)) as [[readonly string[], boolean, readonly string[]]];
      assert.deepEqual(found.slice(1), [true, ["scripts/dump.py:2"]], script);
      assert.ok(!found[0].includes("CELERY_BROKER_URL"));
    }
  });
});
