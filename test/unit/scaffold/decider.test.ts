import assert from "node:assert/strict";
import { createDecider, type PlanSettings } from "../../../src/scaffold/decider";

const NONE: PlanSettings = { decisions: {}, units: {}, generated: {} };
const port = { key: "web.port", value: 8000, reason: "Nobody says otherwise." };

describe("the decider", () => {
  it("takes what was found when nobody set anything", () => {
    const decider = createDecider(null, NONE);
    assert.equal(decider.count(port), 8000);
    assert.deepEqual(decider.decisions[0], { ...port, unit: null, places: [], alternatives: [], changed: false });
  });

  it("prefers --set over the unit's section over the root's", () => {
    const settings = {
      ...NONE,
      decisions: { "web.port": 1 },
      units: { api: { path: "api", decisions: { "web.port": 2 } } },
    };
    assert.equal(createDecider(null, settings).count(port), 1);
    assert.equal(createDecider("api", settings).count(port), 2);
    assert.equal(createDecider("api", { ...settings, overrides: { "web.port": 3 } }).count(port), 3);
    assert.equal(createDecider("api", { ...settings, overrides: { "web.port": 3, "api/web.port": 4 } }).count(port), 4);
  });

  it("gives an answer of this run the reason that it has in the next one, when the file holds it", () => {
    const reason = (unit: string | null, settings: Partial<PlanSettings>): string | undefined => {
      const decider = createDecider(unit, { ...NONE, ...settings });
      decider.count(port);
      return decider.decisions[0]?.reason;
    };
    const root = { "web.port": 3 };
    assert.equal(reason("api", { overrides: root }), reason("api", { decisions: root }));
    const units = { api: { path: "api", decisions: root } };
    assert.equal(reason("api", { overrides: { "api/web.port": 3 } }), reason("api", { units }));
  });

  it("keeps what was found as an alternative of what was set", () => {
    const decider = createDecider(null, { ...NONE, overrides: { "web.port": "9000" } });
    assert.equal(decider.count(port), 9000);
    assert.deepEqual(decider.decisions[0]?.alternatives, [8000]);
    assert.equal(decider.decisions[0]?.changed, true);
  });

  it("reads lists from the command line as JSON or as words", () => {
    const list = (text: string): readonly string[] =>
      createDecider(null, { ...NONE, overrides: { k: text } }).list({ key: "k", value: [], reason: "" });
    assert.deepEqual(list('["uvicorn", "a b:app"]'), ["uvicorn", "a b:app"]);
    assert.deepEqual(list("uvicorn 'a b:app'"), ["uvicorn", "a b:app"]);
    assert.deepEqual(list("[db, redis]"), ["db", "redis"]);
    assert.deepEqual(list(""), []);
  });

  it("lets a value of the wrong type fall back to what was found", () => {
    assert.equal(createDecider(null, { ...NONE, decisions: { "web.port": "many" } }).count(port), 8000);
    assert.equal(
      createDecider(null, { ...NONE, decisions: { f: "perhaps" } }).flag({ key: "f", value: true, reason: "" }),
      true,
    );
  });

  it("takes none, null and false as leaving a text out", () => {
    for (const value of [null, false, "none"]) {
      const decider = createDecider(null, { ...NONE, decisions: { "web.health": value } });
      assert.equal(decider.optionalText({ key: "web.health", value: "/", reason: "" }), null);
    }
  });
});
