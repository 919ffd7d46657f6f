import assert from "node:assert/strict";
import { DROPPED_NAMES } from "../../../../src/scaffold/knowledge/dropped-names";
import { readDroppedNames } from "../../../../src/scaffold/layout/dropped-names";
import { openWorkspace } from "../../../../src/workspace/workspace";
import { memoryFiles } from "../../../kit/memory-files";
import { dependency, recon } from "../recon-kit";

async function old(text: string, names: readonly string[], path = "app.py"): Promise<readonly string[]> {
  const workspace = await openWorkspace("/site", memoryFiles({ [path]: text }));
  await workspace.load([path]);
  const dependencies = names.map(name => dependency(name));
  return readDroppedNames(workspace, recon({ dependencies }), "").map(
    ({ dropped, place }) => `${dropped.hold}<${dropped.before} ${place.line}`,
  );
}

describe("names that today's releases have no more", () => {
  it("are told with the line of their first use", async () => {
    assert.deepEqual(
      await old("import os\nfrom pydantic import (\n    BaseModel,\n    BaseSettings,\n)\n", ["fastapi"]),
      ["pydantic<2 4"],
    );
    assert.deepEqual(await old('x = 1\nreturn templates.TemplateResponse("a.html", {})\n', ["fastapi"]), [
      "starlette<1 2",
    ]);
    assert.deepEqual(await old("from flask import Flask, Markup\n", ["flask"]), ["flask<3 1"]);
    assert.deepEqual(await old("app = Flask(__name__)\n\n@app.before_first_request\ndef a(): ...\n", ["flask"]), [
      "flask<2.3 3",
    ]);
    assert.deepEqual(await old("app = Starlette()\n\n@app.route('/')\ndef a(): ...\n", ["starlette"]), [
      "starlette<1 3",
    ]);
    assert.deepEqual(await old("query = select([users.c.id])\n", ["sqlalchemy"]), ["sqlalchemy<2 1"]);
  });

  it("are none in what is not theirs", async () => {
    assert.deepEqual(await old('return TemplateResponse(request, "a.html")\n', ["fastapi"]), []);
    assert.deepEqual(await old('return templates.TemplateResponse(request, "a.html")\n', ["fastapi"]), []);
    assert.deepEqual(await old("from pydantic import BaseModel\n", ["fastapi"]), []);
    assert.deepEqual(await old("ready = select.select([socket], [], [])\n", ["sqlalchemy"]), []);
    assert.deepEqual(await old("app = FastAPI()\n@app.on_event('startup')\ndef a(): ...\n", ["fastapi"]), []);
    assert.deepEqual(await old("from flask import Markup\n", ["django"]), []);
    assert.deepEqual(await old("from flask import Markup\n", ["flask"], "tests/test_app.py"), []);
    assert.deepEqual(await old("from markupsafe import Markup\nfrom flask import Flask\n", ["flask"]), []);
    assert.deepEqual(await old("name = fields.CharField(default='a')\n", ["marshmallow"]), []);
    assert.deepEqual(await old("kind = np.float64\n", ["numpy"]), []);
  });

  it("are looked for by patterns that end in time", () => {
    const text = `from flask import (${"a, ".repeat(20_000)}\nStarlette(${"x".repeat(20_000)}\n${"marshmallow fields.A(".repeat(2000)}`;
    const started = process.hrtime.bigint();
    for (const { names } of DROPPED_NAMES) names.test(text);
    assert.ok(process.hrtime.bigint() - started < 2_000_000_000n);
  });
});
