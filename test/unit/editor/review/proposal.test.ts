import assert from "node:assert/strict";
import {
  decisionLabel,
  describeFile,
  fromChanges,
  NO_PLAN,
  parseValue,
  startsTicked,
  valuesBefore,
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
    assert.equal(decisionLabel({ key: "environment.DATABASE_URL", unit: null }), "Environment DATABASE_URL");
  });

  it("writes and reads values in the decision's own type", () => {
    assert.equal(valueText("web.command", ["gunicorn", "wsgi:app"]), "gunicorn wsgi:app");
    assert.equal(valueText("services", ["db", "redis"]), "db, redis");
    const command = ["sh", "-c", 'echo "a b"'];
    assert.equal(valueText("web.command", command), 'sh -c "echo \\"a b\\""');
    for (const typed of ["flask run", '["sh", "-c", "a b"]', "[broken", valueText("web.command", command)])
      assert.equal(parseValue("web.command", ["a"], typed), typed, "the plan reads the words");
    assert.deepEqual(parseValue("services", ["db"], "db, redis"), ["db", "redis"]);
    assert.equal(parseValue("web.port", 8000, "8080"), 8080);
    assert.equal(parseValue("compose.ports", "x", "none"), null);
  });

  it("knows what the last apply decided otherwise", () => {
    const decision = (key: string, value: Decision["value"]): Decision => ({ key, unit: null, value }) as Decision;
    const before = [decision("python.version", "3.10"), decision("services", ["db"]), decision("gone", 1)];
    const now = [decision("python.version", "3.11"), decision("services", ["db"]), decision("new", 2)];
    assert.deepEqual([...valuesBefore(before, now)], [["python.version", "3.10"]]);
  });
});
