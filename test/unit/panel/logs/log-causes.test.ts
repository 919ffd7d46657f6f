import assert from "node:assert/strict";
import { LogCauses } from "../../../../src/panel/logs/log-causes";
import { LogModel, type Fold } from "../../../../src/panel/logs/log-model";
import type { PanelMessage } from "../../../../src/panel/protocol";

/** The tracebacks of a log of one service, as the panel folds them. */
function foldsOf(texts: readonly string[]): readonly Fold[] {
  const model = new LogModel();
  model.append(
    texts.map((text, seq) => ({ seq, service: "web", label: "web", kind: "stderr", at: "2026-01-01T10:00:00", text })),
  );
  return model.rows.flatMap(({ fold }) => fold ?? []);
}

describe("LogCauses", () => {
  it("asks once for each exception, with its traceback, and knows the answer from then on", () => {
    const texts = ["Traceback (most recent call last):", '  File "/app/a.py", line 3, in go', "KeyError: 'MAIL'"];
    const folds = foldsOf([...texts, ...texts]);
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
    const said = [
      "pydantic_core.ValidationError: 2 validation errors for Config",
      "key",
      "  Field required",
      "url",
      "  No",
    ];
    const start = ["Traceback (most recent call last):", '  File "/app/a.py", line 3, in go'];
    const [fold] = foldsOf([...start, ...said, "INFO over now", "  and on"]);
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
      const said = [
        "Traceback (most recent call last):",
        '  File "/app/a.py", line 3, in go',
        "x.Error: 1 validation error for A",
      ];
      const [fold] = foldsOf([...said, ...after, ...Array<string>(300).fill("  more")]);
      assert.ok((fold?.tail.length ?? 9) <= 1, after.join());
    }
  });
});
