import assert from "node:assert/strict";
import { commands } from "../../../../src/editor/contributions/commands";
import { contributions } from "../../../../src/editor/contributions/contributions";
import { localize } from "../../../../src/editor/contributions/localize";

describe("the words of package.json", () => {
  const { contributes, strings } = localize(contributions().contributes);
  const text = JSON.stringify(contributes);

  it("are taken out whole: each key stands for one text, and each text is used", () => {
    const used = new Set([...text.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key));
    assert.deepEqual([...used].sort(), Object.keys(strings).sort());
    for (const command of commands) assert.ok(Object.values(strings).includes(command.title), command.title);
  });

  it("leave what is no word where it is", () => {
    assert.match(text, /"name":"drydock_get_recon"/);
    assert.match(text, /"icon":"\$\(rocket\)"/);
    assert.match(text, /"toolReferenceName":"drydockRecon"/);
    assert.doesNotMatch(text, /"(?:id|command|when|view)":"%/);
  });

  it("say the category of all commands once", () => {
    assert.equal(Object.values(strings).filter(value => value === "Drydock").length, 2);
    assert.equal(Object.keys(strings).filter(key => key.endsWith(".category")).length, 1);
  });
});
