import assert from "node:assert/strict";
import { LogCauses } from "../../../../src/panel/logs/log-causes";
import { LogModel } from "../../../../src/panel/logs/log-model";
import type { PanelMessage } from "../../../../src/panel/protocol";

describe("LogCauses", () => {
  it("asks once for each exception, with its traceback, and knows the answer from then on", () => {
    const model = new LogModel();
    const texts = ["Traceback (most recent call last):", '  File "/app/a.py", line 3, in go', "KeyError: 'MAIL'"];
    model.append(
      [...texts, ...texts].map((text, seq) => ({
        seq,
        service: "web",
        label: "web",
        kind: "stderr",
        at: "2026-01-01T10:00:00",
        text,
      })),
    );
    const folds = model.rows.flatMap(({ fold }) => fold ?? []);
    assert.equal(folds.length, 2);
    const asked: PanelMessage[] = [];
    const causes = new LogCauses({ post: message => asked.push(message) });
    const all = (): string[] => folds.map(fold => causes.of(fold).words);
    assert.deepEqual(all(), ["", ""]);
    assert.deepEqual(asked, [{ type: "cause", exception: "KeyError: 'MAIL'", text: texts.join("\n") }]);
    assert.equal(causes.take("KeyError: 'MAIL'", { words: "The variable MAIL is not set.", fix: "" }), true);
    assert.deepEqual(all(), ["The variable MAIL is not set.", "The variable MAIL is not set."]);
    assert.equal(causes.take("KeyError: 'other'", { words: "", fix: "" }), false);
    assert.equal(asked.length, 1);
    const [fold] = folds;
    assert.ok(fold);
    causes.openFix(fold);
    assert.deepEqual(asked.at(-1), { type: "fix", text: texts.join("\n") });
  });

  it("asks with what pydantic says below its exception, which names the values", () => {
    const model = new LogModel();
    const said = [
      "pydantic_core.ValidationError: 2 validation errors for Config",
      "key",
      "  Field required",
      "url",
      "  No",
    ];
    const start = ["Traceback (most recent call last):", '  File "/app/a.py", line 3, in go'];
    model.append(
      [...start, ...said, "INFO over now", "  and on"].map((text, seq) => ({
        seq,
        service: "web",
        label: "web",
        kind: "stderr",
        at: "2026-01-01T10:00:00",
        text,
      })),
    );
    const fold = model.rows.find(row => row.fold !== null)?.fold;
    assert.ok(fold);
    const asked: PanelMessage[] = [];
    new LogCauses({ post: message => asked.push(message) }).of(fold);
    assert.deepEqual(asked, [{ type: "cause", exception: said.join("\n"), text: [...start, ...said].join("\n") }]);
  });

  it("takes nothing that the program prints afterwards for what pydantic says", () => {
    for (const after of [
      ['{"level":"info"}', '{"level":"info"}'],
      ["done", "ready", "  and on"],
    ]) {
      const model = new LogModel();
      const said = [
        "Traceback (most recent call last):",
        '  File "/app/a.py", line 3, in go',
        "x.Error: 1 validation error for A",
      ];
      model.append(
        [...said, ...after, ...Array<string>(300).fill("  more")].map((text, seq) => ({
          seq,
          service: "web",
          label: "web",
          kind: "stderr",
          at: "2026-01-01T10:00:00",
          text,
        })),
      );
      const fold = model.rows.find(row => row.fold !== null)?.fold;
      assert.ok((fold?.tail.length ?? 9) <= 1, after.join());
    }
  });
});
