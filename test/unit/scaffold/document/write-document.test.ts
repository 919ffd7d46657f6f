import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";
import { changesOf } from "../plan-kit";

/** `docs/docker.md` for a folder of these files. */
async function documentOf(texts: Readonly<Record<string, string>>): Promise<string> {
  const recon = await readRecon(memoryFiles(texts), { name: "shop" });
  return (await changesOf(recon, texts)).files.find(({ path }) => path === "docs/docker.md")?.text ?? "";
}

const APP = {
  "wsgi.py": "from flask import Flask\n\napp = Flask(__name__)\n",
  "tasks.py":
    'from celery import Celery\n\ncelery = Celery("shop", broker="redis://localhost:6379/0")\n\n\n@celery.task\ndef mail(): ...\n',
};

describe("the document of the containers", () => {
  it("says once what the code is for, as words and not as markup, and in each row what runs", async () => {
    const text = await documentOf({
      ...APP,
      "pyproject.toml":
        '[project]\nname = "shop"\nversion = "1"\ndescription = "Tea | <b>shop</b> *now*."\nrequires-python = ">=3.11"\ndependencies = ["flask", "celery", "redis"]\n',
    });
    assert.match(text, /## Services\n\nTea \\\| \\<b\\>shop\\<\/b\\> \\\*now\\\*\.\n\n\| service \| what \| port \|\n/);
    assert.equal(text.split("Tea ").length, 2);
    assert.match(text, /\| `web` \| answers requests \| 8000 on this machine \|/);
    assert.match(text, /\| `worker` \| `celery [^|]*` \| none \|/);
  });
});
