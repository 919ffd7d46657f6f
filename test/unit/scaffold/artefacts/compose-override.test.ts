import * as assert from "node:assert/strict";
import { applied, planned, type Texts } from "../plan-kit";

const FASTAPI: Texts = {
  "requirements.txt": "fastapi==0.115.0\nuvicorn==0.34.0\n",
  "main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get('/health')\ndef health():\n    return {}\n",
};

const JOB: Texts = {
  "requirements.txt": "requests==2.32.0\n",
  "main.py":
    "import requests\n\nif __name__ == '__main__':\n    print(requests.get('https://example.org').status_code)\n",
};

async function overrideOf(texts: Texts): Promise<string> {
  return applied(texts, await planned(texts))["compose.override.yaml"] ?? "";
}

describe("compose.override.yaml", () => {
  it("asks the server under development for its health, which only the last stage of the image does", async () => {
    const override = await overrideOf(FASTAPI);
    assert.match(override, /\n {2}web:\n(?: {4}.*\n)*? {4}healthcheck:\n {6}test:\n(?: {8}.*\n)*? {8}.*'\/health'/);
    assert.equal(override.match(/healthcheck:/g)?.length, 1);
  });

  it("leaves the check that their Compose file gives the server", async () => {
    const theirs = (check: string): Promise<string> =>
      overrideOf({ ...FASTAPI, "compose.yaml": `services:\n  web:\n    build: .\n${check}` });
    const asked = '    healthcheck:\n      test: [CMD, curl, -f, "http://localhost:8000/theirs"]\n';
    for (const check of [asked, "    healthcheck: { disable: true }\n"]) {
      const override = await theirs(check);
      assert.match(override, /\n {2}web:\n/);
      assert.doesNotMatch(override, /healthcheck/);
    }
    assert.match(await theirs(""), /healthcheck/);
  });

  it("has no check for what serves nothing", async () => {
    const override = await overrideOf(JOB);
    assert.match(override, /target: dev/);
    assert.doesNotMatch(override, /healthcheck/);
  });
});
