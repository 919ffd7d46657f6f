import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";

const PROJECT =
  '[project]\nname = "shop"\nversion = "1"\ndependencies = ["flask"]\n[project.optional-dependencies]\nredis = ["redis"]\n';
const STORE = 'import os\nimport redis\nclient = redis.Redis.from_url(os.environ["STORE"])\n';

/** Each service of an application whose store of keys is an extra, and whether it is optional. */
async function services(app: string, more: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const { integrations } = await readRecon(
    memoryFiles({
      "pyproject.toml": PROJECT,
      "shop/__init__.py": "",
      "shop/app.py": `from flask import Flask\n${app}app = Flask(__name__)\n`,
      "shop/stores/keys.py": STORE,
      ...more,
    }),
    { name: "sample" },
  );
  return integrations.map(({ service, optional }) => `${service}${optional ? " optional" : ""}`);
}

describe("recon/settle/extras", () => {
  it("the service of an extra is optional where nothing that is started loads its client", async () => {
    assert.deepEqual(await services(""), ["redis optional"]);
  });
  it("it is needed where a start loads it, Compose runs it or the application itself asks for the client", async () => {
    assert.deepEqual(await services("from shop.stores import keys\n"), ["redis"]);
    assert.deepEqual(await services("", { "compose.yaml": "services:\n  cache:\n    image: redis:7\n" }), ["redis"]);
    assert.deepEqual(await services("", { "pyproject.toml": PROJECT.replace('"flask"', '"flask", "redis"') }), [
      "redis",
    ]);
  });
});
