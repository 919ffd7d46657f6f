import assert from "node:assert/strict";
import { rankDecisions } from "../../../src/report/rank-decisions";
import type { Decision } from "../../../src/model/plan";

function decision(key: string, changed = false): Decision {
  return { key, unit: null, value: "x", reason: "", places: [], alternatives: [], changed };
}

describe("decisions of a plan", () => {
  it("show those that a person changed first, then what most want to check", () => {
    const keys = ["a", "b", "c", "d", "web.port", "python.version"];
    const { first, rest } = rankDecisions([...keys.map(key => decision(key)), decision("mine", true)]);
    assert.deepEqual(
      first.map(({ key }) => key),
      ["mine", "python.version", "web.port"],
    );
    assert.equal(rest.length, 4);
  });

  it("show what changed since last time before all others", () => {
    const all = ["a", "b", "c", "d", "e", "python.version"].map(key => decision(key));
    const { first } = rankDecisions([...all, decision("mine", true)], ({ key }) => key === "c");
    assert.deepEqual(
      first.map(({ key }) => key),
      ["c", "mine", "python.version"],
    );
  });

  it("fold nothing where little is left", () => {
    const { first, rest } = rankDecisions(["a", "b", "c"].map(key => decision(key)));
    assert.equal(first.length, 3);
    assert.deepEqual(rest, []);
  });
});
