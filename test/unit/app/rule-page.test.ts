import assert from "node:assert/strict";
import { ruleHoverText } from "../../../src/app/rule-page";
import { rules } from "../../../src/app/rule-pages";

describe("what a hover says of a rule", () => {
  const textOf = (id: string): string => {
    const rule = rules.find(each => each.id === id);
    assert.ok(rule);
    return ruleHoverText(rule);
  };

  it("shows of the good example what differs", () => {
    const [, better] = textOf("public-port").split("Better:");
    assert.match(better ?? "", /127\.0\.0\.1/);
  });

  it("shows the file that is written in another one than the finding's", () => {
    assert.match(textOf("missing-env-file"), /```yaml\n(?:.*\n)*?.*env_file/);
  });

  it("shows something else as better, for every rule, in three lines at most", () => {
    assert.ok(rules.length > 100);
    for (const { id } of rules) {
      const [, bad, good] = /```\w*\n([^]*?)\n```[^]*?```\w*\n([^]*?)\n```/.exec(textOf(id)) ?? [];
      assert.ok(bad !== undefined && good !== undefined, id);
      assert.notEqual(bad, good, id);
      assert.ok(Math.max(...[bad, good].map(text => text.split("\n").length)) <= 3, id);
    }
  });
});
