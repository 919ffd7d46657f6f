import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";
import { configurationSchema } from "../../../src/app/configuration-schema";
import { nodeFiles } from "../../../src/host/node-files";
import { readRecon } from "../../../src/recon/read-recon";
import { scaffold } from "../../../src/scaffold/scaffold";
import { decisionFault } from "../../../src/settings/check-decision";
import { findDecisionKey, keyPattern, DECISION_KEYS } from "../../../src/settings/decision-keys";
import { NO_SETTINGS, readSettings } from "../../../src/settings/settings";
import { openWorkspace } from "../../../src/workspace/workspace";
import { projectRoot } from "../../kit/sources";
import { RANDOM, UNTRACKED } from "../scaffold/plan-kit";

const isValid = new Ajv({ allErrors: true, allowUnionTypes: true, allowMatchingProperties: true }).compile(
  configurationSchema,
);

function problemsOf(text: string): readonly string[] {
  isValid(parse(text));
  return (isValid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);
}

describe("the schema of .drydock.yaml", () => {
  it("is what the package contributes", () => {
    const text = readFileSync(path.join(projectRoot, "media/drydock.schema.json"), "utf8");
    assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(configurationSchema)));
  });

  it("takes the file of the documentation, as the reader does", () => {
    const page = readFileSync(path.join(projectRoot, "docs/configuration.md"), "utf8");
    const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
    assert.deepEqual(problemsOf(example), []);
    assert.deepEqual(readSettings(example).problems, []);
  });

  it("refuses what the reader reports", () => {
    for (const text of [
      "colour: red",
      "decisions: { web.prot: 8080 }",
      "decisions: { web.port: 99999 }",
      "decisions: { secrets: vault }",
      "decisions: { time.zone: ../x }",
      "lint: { level: high }",
      "schema: 2",
    ]) {
      assert.notDeepEqual(problemsOf(text), [], text);
      assert.notDeepEqual(readSettings(text).problems, [], text);
    }
  });

  it("names every decision that the sources take", () => {
    const folder = path.join(projectRoot, "src/scaffold");
    const sources = ["design-unit.ts", ...readdirSync(path.join(folder, "decisions")).map(name => `decisions/${name}`)];
    const keys = sources.flatMap(name =>
      [...readFileSync(path.join(folder, name), "utf8").matchAll(/\bkey: (?:"([^"]+)"|`([^`]+)`)/g)].map(
        match => match[1] ?? (match[2] ?? "").replace(/\$\{[^}]*\}/g, "name"),
      ),
    );
    assert.ok(keys.length > 40);
    assert.deepEqual(
      keys.filter(key => findDecisionKey(key) === undefined),
      [],
    );
    const used = new Set(keys);
    assert.deepEqual(
      DECISION_KEYS.map(({ key }) => key).filter(key => ![...used].some(own => keyPattern(key).test(own))),
      [],
      "and none that they do not",
    );
  });

  for (const name of readdirSync(path.join(projectRoot, "test/workspaces")).filter(entry => !entry.includes("."))) {
    it(`${name}: every decision has a reason, a key that is known, and a value that may be written down`, async function () {
      this.timeout(20_000);
      const files = nodeFiles(path.join(projectRoot, "test/workspaces", name));
      const recon = await readRecon(files, { name });
      const { plan } = await scaffold(recon, await openWorkspace(name, files), NO_SETTINGS, RANDOM, UNTRACKED);
      assert.ok(plan.decisions.length > 0);
      for (const { key, unit, value, reason, alternatives } of plan.decisions) {
        assert.match(reason, /^\S.*[.]$/s, `${key}: ${reason}`);
        for (const one of [value, ...alternatives]) {
          const decisions = { [key]: one };
          const settings = unit === null ? { decisions } : { units: { [unit]: { path: "x", decisions } } };
          isValid(settings);
          assert.deepEqual(isValid.errors ?? [], [], `${key} = ${JSON.stringify(one)}`);
          assert.equal(decisionFault(key, one), null);
        }
      }
    });
  }
});
