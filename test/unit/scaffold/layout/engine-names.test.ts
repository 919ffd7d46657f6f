import assert from "node:assert/strict";
import { readEngineNames, selectsEngine } from "../../../../src/scaffold/layout/engine-names";
import { openWorkspace } from "../../../../src/workspace/workspace";
import { memoryFiles } from "../../../kit/memory-files";
import { at, recon, variable } from "../recon-kit";

describe("the variable that chooses a database", () => {
  it("is told by its name", () => {
    for (const name of ["DB", "DB_ENGINE", "LD_DB_ENGINE", "DATABASE_TYPE", "DBTYPE"])
      assert.ok(selectsEngine(name), name);
    for (const name of ["DB_HOST", "DATABASE_URL", "ADB", "DB_NAME", "POSTGRES_DB", "MYSQL_DATABASE", "REDIS_DB"])
      assert.ok(!selectsEngine(name), name);
  });

  it("has the words that the code compares it with, also through a constant", async () => {
    const workspace = await openWorkspace(
      "sample",
      memoryFiles({
        "a.py": 'if os.getenv("DB") == "postgres":\n    pass\nif os.getenv("DB") in ["mysql", "mariadb"]:\n    pass\n',
        "b.py": 'ENGINE = os.getenv("LD_DB_ENGINE", "sqlite")\nif ENGINE == "postgresql":\n    pass\n',
      }),
    );
    await workspace.load(["a.py", "b.py"]);
    const names = readEngineNames(
      workspace,
      recon({
        environment: [
          variable("DB", { places: [at("docker/.env:3"), at("a.py:1")] }),
          variable("LD_DB_ENGINE", { places: [at("b.py:1")] }),
        ],
      }),
    );
    assert.deepEqual(names.get("DB"), ["postgres", "mysql", "mariadb"]);
    assert.deepEqual(names.get("LD_DB_ENGINE"), ["postgresql"]);
  });
});
