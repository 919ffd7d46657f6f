import assert from "node:assert/strict";
import type { DecisionValue } from "../../../src/model/plan";
import { readRecon } from "../../../src/recon/read-recon";
import { readBlueprint } from "../../../src/scaffold/scaffold";
import { readSettings } from "../../../src/settings/settings";
import { openWorkspace } from "../../../src/workspace/workspace";
import { memoryFiles } from "../../kit/memory-files";
import type { Texts } from "./plan-kit";

/** The port of the web server as the whole way from files to plan decides it, with the reason. */
async function portOf(
  texts: Texts,
  overrides: Readonly<Record<string, DecisionValue>> = {},
  unit: string | null = null,
): Promise<{ readonly port: unknown; readonly reason: string }> {
  const files = memoryFiles(texts);
  const { settings } = readSettings(texts[".drydock.yaml"] ?? null);
  const recon = await readRecon(files, { name: "shop", settings });
  const { plan } = await readBlueprint(recon, await openWorkspace("shop", files), { ...settings, overrides });
  const found = plan.decisions.find(decision => decision.key === "web.port" && decision.unit === unit);
  return { port: found?.value, reason: found?.reason ?? "" };
}

const CODE = 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/")\ndef root():\n    return {}\n';
const REQUIREMENTS = "fastapi\nuvicorn\n";

/** Each step stands above those before it; the files of all lower steps are there as well. */
const STEPS: readonly {
  readonly name: string;
  readonly texts: Texts;
  readonly port: number;
  readonly reason: RegExp;
}[] = [
  { name: "convention", texts: { "main.py": CODE }, port: 8000, reason: /./ },
  {
    name: "code",
    texts: {
      "main.py": `${CODE}\n\nif __name__ == "__main__":\n    import uvicorn\n\n    uvicorn.run(app, host="0.0.0.0", port=8101)\n`,
    },
    port: 8101,
    reason: /main\.py/,
  },
  { name: "Procfile", texts: { Procfile: "web: uvicorn main:app --port 8102\n" }, port: 8102, reason: /Procfile/ },
  {
    name: "an existing Dockerfile",
    texts: {
      Dockerfile:
        'FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8103"]\n',
    },
    port: 8103,
    reason: /Dockerfile/,
  },
  {
    name: "the root's decision",
    texts: { ".drydock.yaml": "schema: 1\ndecisions:\n  web.port: 8104\n" },
    port: 8104,
    reason: /\.drydock\.yaml \(decisions\)/,
  },
];

describe("precedence of decisions", () => {
  STEPS.forEach((step, at) => {
    it(`takes ${step.name} over what stands below it`, async () => {
      const texts: Texts = Object.assign(
        { "requirements.txt": REQUIREMENTS },
        ...STEPS.slice(0, at + 1).map(({ texts: own }) => own),
      ) as Texts;
      const { port, reason } = await portOf(texts);
      assert.equal(port, step.port);
      assert.match(reason, step.reason);
    });
  });

  it("takes --set over .drydock.yaml", async () => {
    const texts = Object.assign({ "requirements.txt": REQUIREMENTS }, ...STEPS.map(({ texts: own }) => own)) as Texts;
    assert.equal((await portOf(texts, { "web.port": 8105 })).port, 8105);
  });

  it("takes a unit's decision over the root's, --set over both, and the unit's own --set over all", async () => {
    const unit = (name: string): Texts => ({
      [`services/${name}/main.py`]: CODE,
      [`services/${name}/requirements.txt`]: REQUIREMENTS,
    });
    const texts = {
      ...unit("api"),
      ...unit("admin"),
      ".drydock.yaml":
        "schema: 1\ndecisions: { web.port: 8104 }\nunits:\n  api: { path: services/api, decisions: { web.port: 8106 } }\n  admin: { path: services/admin }\n",
    };
    assert.equal((await portOf(texts, {}, "admin")).port, 8104);
    assert.equal((await portOf(texts, {}, "api")).port, 8106);
    assert.equal((await portOf(texts, { "web.port": 8107 }, "api")).port, 8107);
    assert.equal((await portOf(texts, { "web.port": 8107, "api/web.port": 8108 }, "api")).port, 8108);
  });
});
