import assert from "node:assert/strict";
import fc from "fast-check";
import { findPattern, LogModel } from "../../../../src/panel/logs/log-model";
import type { LogLine } from "../../../../src/panel/protocol";

function lines(service: string, ...texts: string[]): LogLine[] {
  return texts.map((text, seq) => ({ seq, service, label: service, kind: "stderr", at: "2026-01-01T00:00:00Z", text }));
}
const trace = ["Traceback (most recent call last):", '  File "/app/a.py", line 3, in f', "    g()", "ValueError: no"];
const all = { services: null, level: "all", find: null, onlyMatches: false, context: 0, since: "" } as const;

describe("LogModel", () => {
  it("keeps the tracebacks of two containers of one service apart, whose lines come by turns", () => {
    const model = new LogModel();
    const [first, second] = ["web-1", "web-2"].map(label => lines("web", ...trace).map(line => ({ ...line, label })));
    model.append((first ?? []).flatMap((line, index) => [line, second?.[index] ?? line]));
    assert.deepEqual(
      model.rows.map(({ line, plain, fold }) => [line.label, plain, fold?.frames]),
      [
        ["web-1", "ValueError: no", 1],
        ["web-2", "ValueError: no", 1],
      ],
    );
  });

  it("counts errors by their level, and a traceback once", () => {
    const model = new LogModel();
    model.append(lines("web", "[2026-01-01 00:00:00] CRITICAL in app: down", '{"level": "error", "msg": "no"}'));
    assert.equal(model.errors, 2);
    model.append(lines("web", "INFO all well", ...trace, "after"));
    assert.equal(model.errors, 3);
  });

  it("folds a traceback under the line that says what happened", () => {
    const model = new LogModel();
    model.append(lines("web", "before", ...trace, "after"));
    assert.deepEqual(
      model.rows.map(row => row.plain),
      ["before", "ValueError: no", "after"],
    );
    const fold = model.rows[1]?.fold;
    assert.equal(fold?.frames, 1);
    assert.ok(fold);
    model.toggle(fold);
    assert.deepEqual(
      model.rows.map(row => row.plain),
      ["before", "ValueError: no", trace[0], trace[1], trace[2], "after"],
    );
  });

  it("names the innermost frame of the workspace, and what led to the exception", () => {
    const chained = [
      "Traceback (most recent call last):",
      '  File "/app/shop/db.py", line 8, in load',
      '  File "/usr/local/lib/python3.11/json/decoder.py", line 355, in raw_decode',
      "KeyError: 'id'",
      "",
      "The above exception was the direct cause of the following exception:",
      "",
      "Traceback (most recent call last):",
      '  File "/app/shop/views.py", line 31, in show',
      '  File "/opt/venv/lib/python3.11/site-packages/flask/app.py", line 9, in abort',
      "ValueError: no order",
    ];
    for (const cut of chained.keys()) {
      const model = new LogModel();
      model.append(lines("web", "before", ...chained.slice(0, cut)));
      model.append(lines("web", ...chained.slice(cut), "after"));
      assert.deepEqual(
        model.rows.map(row => row.plain),
        ["before", "ValueError: no order", "after"],
        `cut after ${cut}`,
      );
      const fold = model.rows[1]?.fold;
      assert.deepEqual(fold?.frame, { path: "/app/shop/views.py", line: 31, function: "show" });
      assert.deepEqual(fold.first, { exception: "KeyError: 'id'", chain: "cause" });
      assert.equal(fold.frames, 4);
      model.toggle(fold);
      assert.equal(model.rows.length, chained.length + 2);
    }
  });

  it("leaves a traceback alone that nothing continues", () => {
    const model = new LogModel();
    model.append(
      lines("web", ...trace, "", "During handling of the above exception, another exception occurred:", "", "no"),
    );
    assert.deepEqual(
      model.rows.map(row => row.plain),
      ["ValueError: no", "", "During handling of the above exception, another exception occurred:", "", "no"],
    );
    model.append(lines("web", ...trace));
    assert.equal(model.rows.at(-1)?.fold?.first, null);
  });

  it("keeps tracebacks of services that print at the same time apart", () => {
    const model = new LogModel();
    const web = lines("web", ...trace);
    const worker = lines("worker", ...trace.slice(0, 3), "KeyError: 'x'");
    for (let at = 0; at < 4; at++) model.append([web[at], worker[at]].filter(line => line !== undefined));
    assert.deepEqual(
      model.rows.map(row => `${row.line.service} ${row.plain}`),
      ["web ValueError: no", "worker KeyError: 'x'"],
    );
  });

  it("leaves a line of the other stream out of a traceback", () => {
    const model = new LogModel();
    const [start, frame, code, end] = lines("web", ...trace);
    assert.ok(start && frame && code && end);
    const other = { ...start, kind: "stdout" as const, text: "INFO order 30 packed" };
    model.append([start, frame, other, code, end]);
    assert.deepEqual(
      model.rows.map(row => [row.plain, row.level]),
      [
        ["INFO order 30 packed", "info"],
        ["ValueError: no", "error"],
      ],
    );
  });

  it("filters by service, level and matches, and counts what the level hides", () => {
    const model = new LogModel();
    model.append([...lines("web", "INFO order 1", "ERROR order 2", "plain"), ...lines("db", "LOG ready")]);
    model.setFilter({ ...all, services: new Set(["web"]), level: "error", find: /order/ });
    assert.deepEqual(
      model.rows.map(row => row.plain),
      ["ERROR order 2"],
    );
    assert.equal(model.matches, 1);
    assert.equal(model.hiddenByLevel, 1);
    model.setFilter({ ...all, find: /ready/, onlyMatches: true });
    assert.equal(model.rows.length, 1);
  });

  it("shows the lines around each match, each of them once", () => {
    const model = new LogModel();
    model.setFilter({ ...all, find: /x/, onlyMatches: true, context: 1 });
    model.append(lines("web", "a", "b", "x1", "c", "x2", "d", "e", "f", "x3"));
    const expected = ["b", "x1", "c", "x2", "d", "f", "x3"];
    assert.deepEqual(
      model.rows.map(row => row.plain),
      expected,
    );
    assert.equal(model.matches, 3);
    model.rebuild();
    assert.deepEqual(
      model.rows.map(row => row.plain),
      expected,
    );
  });

  it("walks from match to match, going round", () => {
    const model = new LogModel();
    model.append(lines("web", "a", "x1", "b", "x2"));
    model.setFilter({ ...all, find: /x/ });
    assert.equal(model.nextMatch(1, 1), 3);
    assert.equal(model.nextMatch(3, 1), 1);
    assert.equal(model.nextMatch(1, -1), 3);
  });

  it("finds what is folded into a traceback, and unfolds it on the way there", () => {
    const model = new LogModel();
    model.setFilter({ ...all, find: /a\.py|no$/, onlyMatches: true });
    model.append(lines("web", "before", ...trace, "after"));
    const [head] = model.rows;
    assert.deepEqual([model.rows.length, model.matches, head?.plain], [1, 2, "ValueError: no"]);
    model.setFilter({ ...all, find: /a\.py/ });
    assert.deepEqual([model.matches, head?.fold?.isOpen], [1, false]);
    const next = model.nextMatch(0, 1);
    assert.deepEqual([model.matches, head?.fold?.isOpen], [1, true]);
    assert.match(model.rows[next]?.plain ?? "", /a\.py/);
    assert.equal(model.nextMatch(next, -1), next);
    model.setFilter({ ...all, find: /absent/, onlyMatches: true });
    assert.deepEqual([model.rows.length, model.matches], [0, 0]);
  });

  it("stops at each match on its way through a traceback, in both directions, also where what it raised matches too", () => {
    const texts = ["id=1", ...trace.slice(0, 2), "    id = f(id=2)", "    id=3", "ValueError: id=4", "id=5"];
    const walk = (from: number, step: 1 | -1): string[] => {
      const model = new LogModel();
      model.setFilter({ ...all, find: findPattern("id=", false, false) as RegExp });
      model.append(lines("web", ...texts));
      let at = from === 0 ? -1 : model.rows.length;
      return Array.from({ length: model.matches }, () => {
        at = model.nextMatch(at, step);
        return model.rows[at]?.plain ?? "";
      });
    };
    const inOrder = ["id=1", "ValueError: id=4", "    id = f(id=2)", "    id=3", "id=5"];
    assert.deepEqual(walk(0, 1), inOrder);
    assert.deepEqual(walk(1, -1), inOrder.toReversed());
  });

  it("goes on into a folded traceback from the line that stands for it, and not backwards", () => {
    const model = new LogModel();
    model.append(lines("web", "g() before", ...trace, "after"));
    model.setFilter({ ...all, find: findPattern("g()", false, false) as RegExp });
    assert.equal(model.nextMatch(1, -1), 0);
    assert.equal(model.rows[1]?.fold?.isOpen, false);
    const next = model.nextMatch(1, 1);
    assert.equal(model.rows[next]?.plain, trace[2]);
  });

  it("counts of new lines those that a filter shows, also where some fold or old ones go", () => {
    const model = new LogModel();
    model.append(lines("web", "INFO one", ...trace.slice(0, 3)));
    assert.equal(model.shown, 4);
    model.append(lines("web", trace[3] ?? ""));
    assert.equal(model.shown, 5);
    model.setFilter({ ...all, level: "warning" });
    model.append(lines("web", "INFO two", "WARNING three"));
    assert.equal(model.shown, 6);
    const batch = lines("web", ...Array.from({ length: 20_000 }, () => "WARNING flood"));
    for (let sent = 0; sent < 12; sent++) model.append(batch);
    assert.ok(model.dropped > 0);
    assert.equal(model.shown, 6 + 12 * 20_000);
  });

  it("shows lines from a time on, and lines about the engine whatever service is chosen", () => {
    const model = new LogModel();
    const [early, late] = lines("web", "early", "late");
    assert.ok(early && late);
    model.append([
      early,
      { ...late, at: "2026-01-01T00:05:00.000000001Z" },
      { seq: 2, service: "", label: "", kind: "rule", at: "2026-01-01T00:06:00.000Z", text: "engine back after 31 s" },
    ]);
    model.setFilter({ ...all, services: new Set(["web"]), since: "2026-01-01T00:05:00.000" });
    assert.deepEqual(
      model.rows.map(row => row.plain),
      ["late", "engine back after 31 s"],
    );
  });

  it("shows the same rows whether lines come one by one or are shown anew", () => {
    const texts = fc.constantFrom(...trace, "", "  indented", "INFO x", "done");
    const services = fc.constantFrom("web", "worker");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(services, texts), { maxLength: 40 }),
        fc.boolean(),
        fc.nat(2),
        (given, flag, context) => {
          const model = new LogModel();
          const level = flag ? "error" : "all";
          model.setFilter({ ...all, level, find: /o/, onlyMatches: context > 0, context });
          for (const [seq, [service, text]] of given.entries())
            model.append(lines(service, text).map(line => ({ ...line, seq })));
          const seen = [model.rows.map(row => row.line.seq), model.matches] as const;
          model.rebuild();
          assert.deepEqual([model.rows.map(row => row.line.seq), model.matches], seen);
        },
      ),
    );
  });

  it("never shows a line that was not given, whatever comes", () => {
    const text = fc.constantFrom(...trace, "", "  indented", "INFO x", "done");
    fc.assert(
      fc.property(fc.array(text, { maxLength: 30 }), texts => {
        const model = new LogModel();
        for (const [seq, one] of texts.entries()) model.append(lines("web", one).map(line => ({ ...line, seq })));
        const shown = model.rows.map(row => row.line.seq);
        return new Set(shown).size === shown.length && shown.every(seq => seq < texts.length);
      }),
    );
  });
});

describe("findPattern", () => {
  it("takes a text literally unless it is an expression", () => {
    const literal = findPattern("a.b(", false, false);
    assert.ok(literal instanceof RegExp && literal.test("xA.B(") && !literal.test("aXb("));
  });

  it("says what is wrong with a broken expression", () => {
    assert.equal(typeof findPattern("(", true, false), "string");
    assert.equal(findPattern("", true, false), null);
  });
});
