import assert from "node:assert/strict";
import fc from "fast-check";
import { configurationSchema } from "../../../src/app/configuration-schema";
import { completeSettings, describeSetting } from "../../../src/settings/complete";

/** Labels at the bar in the text. */
function at(marked: string): readonly string[] {
  const offset = marked.indexOf("|");
  return completeSettings(configurationSchema, marked.replace("|", ""), offset).map(({ label }) => label);
}

describe("completion of .drydock.yaml", () => {
  it("offers the sections that are not there yet", () => {
    assert.deepEqual(at("schema: 1\n|\nlint:\n  select: all\n"), [
      "decisions",
      "units",
      "recon",
      "thresholds",
      "generated",
      "merged",
    ]);
  });

  it("offers decisions, and in a unit only those of a unit", () => {
    assert.ok(at("decisions:\n  web.|").includes("web.port"));
    assert.ok(at("decisions:\n  |").includes("compose.file"));
    const inUnit = at("units:\n  api:\n    path: services/api\n    decisions:\n      |");
    assert.ok(inUnit.includes("web.port"));
    assert.ok(!inUnit.includes("compose.file"));
    assert.deepEqual(at("units:\n  api:\n    |path"), ["path", "decisions"]);
  });

  it("offers values, in lists too", () => {
    assert.deepEqual(at("decisions:\n  secrets: |"), ["env", "files"]);
    assert.deepEqual(at("decisions:\n  environment.check: t|"), ["true", "false"]);
    assert.ok(at("decisions:\n  files: [|").includes("+kubernetes"));
    assert.ok(at("decisions:\n  files:\n    - |").includes("+swarm"));
    assert.deepEqual(at("lint:\n  rules:\n    root-user: |").slice(0, 2), ['"off"', "hint"]);
  });

  it("offers the fields of a list's items, beside those that are there", () => {
    assert.deepEqual(at("recon:\n  ignore:\n    - finding: integration/redis\n      |"), ["path", "why"]);
    assert.deepEqual(at("recon:\n  ignore:\n    - |"), ["finding", "path", "why"]);
    assert.deepEqual(at("thresholds:\n  image.bytes:\n    |"), ["limit", "relative"]);
  });

  it("replaces what is typed and opens what it inserts", () => {
    const text = "deci";
    assert.deepEqual(completeSettings(configurationSchema, text, 4)[1], {
      label: "decisions",
      kind: "key",
      insert: "decisions:\n  ",
      description: "What the plan takes instead of its own choice.",
      start: 0,
      end: 4,
    });
  });

  it("offers nothing in a comment, and tells what a key does", () => {
    assert.deepEqual(at("# dec|"), []);
    const text = "decisions:\n  web.port: 8000\n";
    assert.equal(
      describeSetting(configurationSchema, text, text.indexOf("port")),
      "Port that the server listens on inside.",
    );
    assert.equal(describeSetting(configurationSchema, text, text.indexOf("8000")), null);
  });

  it("never throws, whatever the text", () => {
    const line = fc.constantFrom(
      "decisions:",
      "  - ",
      "    web.port: ",
      "units:",
      "  api:",
      "#",
      "\t",
      "recon: {",
      "- -",
      ": :",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(line, fc.string()), { maxLength: 8 }), fc.nat(200), (lines, offset) => {
        const text = lines.join("\n");
        completeSettings(configurationSchema, text, Math.min(offset, text.length));
        describeSetting(configurationSchema, text, Math.min(offset, text.length));
      }),
    );
  });
});
