import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/readiness-import-work";
import { evidenceOf } from "../../../kit/detect";

async function lines(contents: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await evidenceOf(detector, contents)).map(one =>
    one.claim === "readiness" ? `${one.rule} ${one.place.path}:${one.place.line} ${one.what}` : one.claim,
  );
}

describe("recon/detectors/readiness-import-work", () => {
  it("finds requests and connections at the top of a module that is imported", async () => {
    assert.deepEqual(
      await lines({
        "rates.py": 'import requests\nRATES = requests.get("https://api.example.com/rates").json()\n',
        "base.py": 'import psycopg2\nconnection = psycopg2.connect("dbname=shop")\n',
        "app.py": "import base\nimport rates\n",
      }),
      [
        "import-work base.py:2 PostgreSQL is needed as soon as base is imported",
        "import-work rates.py:2 an HTTP server is needed as soon as rates is imported",
      ],
    );
  });
  it("finds models that are fetched when a module is imported", async () => {
    const code = 'from transformers import AutoTokenizer\ntokenizer = AutoTokenizer.from_pretrained("acme/tiny")\n';
    assert.deepEqual(await lines({ "model.py": code, "app.py": "import model\n" }), [
      "import-work model.py:2 the model's server is needed as soon as model is imported",
    ]);
  });
  it("lets functions, scripts and lazy clients be", async () => {
    assert.deepEqual(
      await lines({
        "rates.py": 'import requests\ndef rates():\n    return requests.get("https://api.example.com/rates")\n',
        "base.py": 'from sqlalchemy import create_engine\nengine = create_engine("postgresql://db/shop")\n',
        "fetch.py": 'import requests\nprint(requests.get("https://api.example.com").text)\n',
        "main.py":
          'import base\nimport rates\nimport requests\nif __name__ == "__main__":\n    requests.get("https://api.example.com")\n',
        "run.py": "import main\n",
      }),
      [],
    );
  });
});
