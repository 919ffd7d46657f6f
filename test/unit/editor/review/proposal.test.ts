import assert from "node:assert/strict";
import {
  decisionLabel,
  describeFile,
  fromChanges,
  NO_PLAN,
  parseValue,
  rankDecisions,
  startsTicked,
  valueText,
  type ReviewFile,
} from "../../../../src/editor/review/proposal";
import type { Decision, FileChange } from "../../../../src/model/plan";

function change(path: string, action: FileChange["action"]): FileChange {
  return {
    path,
    unit: null,
    action,
    before: action === "create" ? null : "a\n",
    text: "a\nb\n",
    note: null,
    secret: false,
  };
}

function decision(key: string, changed = false): Decision {
  return { key, unit: null, value: "x", reason: "", places: [], alternatives: [], changed };
}

describe("review proposal", () => {
  it("shows the Dockerfile first, our own file last, what stays at the end", () => {
    const paths = [".drydock.yaml", "compose.test.yaml", "Makefile", "compose.yaml", "Dockerfile", ".dockerignore"];
    const files = [change("README.md", "unchanged"), ...paths.map(path => change(path, "create"))];
    assert.deepEqual(
      fromChanges({ plan: NO_PLAN, files, reasons: [], problems: [] }).files.map(({ path }) => path),
      ["Dockerfile", "compose.yaml", "compose.test.yaml", ".dockerignore", "Makefile", ".drydock.yaml", "README.md"],
    );
  });

  it("ticks everything but conflicts, unchanged files and those that were edited since", () => {
    const base: ReviewFile = change("a", "create");
    assert.equal(startsTicked(base), true);
    assert.equal(startsTicked({ ...base, action: "conflict" }), false);
    assert.equal(startsTicked({ ...base, action: "unchanged" }), false);
    assert.equal(startsTicked({ ...base, doubtful: true }), false);
  });

  it("describes a merge by its lines", () => {
    assert.equal(describeFile(change("a", "merge"), "a\nb\n", true), "merge +1 −0 · edited");
  });

  it("names decisions as a person reads them", () => {
    assert.equal(decisionLabel({ key: "python.version", unit: null }), "Python version");
    assert.equal(decisionLabel({ key: "services.db.image", unit: null }), "Image of db");
    assert.equal(decisionLabel({ key: "web.port", unit: "api" }), "api: Web port");
  });

  it("writes and reads values in the decision's own type", () => {
    assert.equal(valueText("web.command", ["gunicorn", "wsgi:app"]), "gunicorn wsgi:app");
    assert.equal(valueText("services", ["db", "redis"]), "db, redis");
    assert.deepEqual(parseValue("web.command", ["a"], "flask run"), ["flask", "run"]);
    assert.deepEqual(parseValue("web.command", ["a"], '["sh", "-c", "a b"]'), ["sh", "-c", "a b"]);
    assert.deepEqual(parseValue("services", ["db"], "db, redis"), ["db", "redis"]);
    assert.equal(parseValue("web.port", 8000, "8080"), 8080);
    assert.equal(parseValue("compose.ports", "x", "none"), null);
  });

  it("puts changed decisions first and folds the rest", () => {
    const keys = ["a", "b", "c", "d", "web.port", "python.version"];
    const { first, rest } = rankDecisions([...keys.map(key => decision(key)), decision("mine", true)]);
    assert.deepEqual(
      first.map(({ key }) => key),
      ["mine", "python.version", "web.port"],
    );
    assert.equal(rest.length, 4);
  });
});
