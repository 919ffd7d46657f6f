import assert from "node:assert/strict";
import { rankByUnit, rankDecisions } from "../../../src/report/rank-decisions";
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

  it("fold by unit where there are several, but for what is new or changed", () => {
    const at = (unit: string | null, key: string, changed = false): Decision => ({ ...decision(key, changed), unit });
    const folded = (decisions: readonly Decision[]): unknown => {
      const { first, units, rest } = rankByUnit(decisions, ({ key }) => key === "new");
      const names = (some: readonly Decision[]): string => some.map(({ key }) => key).join(" ");
      return [names(first), Object.fromEntries([...units].map(([name, some]) => [name, names(some)])), names(rest)];
    };
    const own = [at("a", "x"), at("a", "web.port"), at("a", "new"), at(null, "services")];
    assert.deepEqual(folded(own), ["x web.port new services", {}, ""]);
    assert.deepEqual(folded([...own, at("b", "web.port"), at("b", "mine", true)]), [
      "new services mine",
      { a: "x web.port", b: "web.port" },
      "",
    ]);
  });

  it("fold nothing where little is left", () => {
    const { first, rest } = rankDecisions(["a", "b", "c"].map(key => decision(key)));
    assert.equal(first.length, 3);
    assert.deepEqual(rest, []);
  });
});
