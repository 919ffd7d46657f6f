import assert from "node:assert/strict";
import { secretValues, withoutCode } from "../../../src/verify/secret-values";
import { memoryFiles } from "../../kit/memory-files";
import { at, integration, recon } from "../scaffold/recon-kit";

describe("verify/secret-values", () => {
  it("takes out what the code has beside an address, and says where", async () => {
    const files = memoryFiles({
      ".env": "DB_PASSWORD=in-the-code-1\nSECRET_KEY=only-in-this-file\n",
      "db.py": 'connect(host="localhost", password="in-the-code-1")\n',
    });
    const fixed = {
      host: "localhost",
      port: null,
      user: "shop",
      database: null,
      password: at("db.py:1"),
      place: at("db.py:1"),
    };
    const all = await secretValues(files);
    assert.deepEqual([...all.keys()], ["DB_PASSWORD", "SECRET_KEY"]);
    const { values, inCode } = await withoutCode(
      all,
      [recon({ integrations: [integration("postgres", [], { fixed })] })],
      files,
    );
    assert.deepEqual([...values.keys()], ["SECRET_KEY"]);
    assert.deepEqual([...inCode.keys()], ["DB_PASSWORD"]);
  });

  it("takes a plain word for none, which files of any image hold", async () => {
    const files = memoryFiles({
      ".env.docker": "DB_PASSWORD=postgres\nMAIL_PASSWORD=postgres1\nAPI_KEY=abcdefghijklm\n",
    });
    assert.deepEqual([...(await secretValues(files)).keys()], ["MAIL_PASSWORD", "API_KEY"]);
  });
});
