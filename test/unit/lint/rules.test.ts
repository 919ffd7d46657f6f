import assert from "node:assert/strict";
import { applyEdits } from "../../../src/lint/fixes";
import { RULES } from "../../../src/lint/registry";
import { lintExample, readExample } from "./examples";

const PREFIXES = { dockerfile: "DD1", compose: "DD2", workspace: "DD3" } as const;

describe("lint rules", () => {
  for (const rule of RULES) {
    it(`${rule.id} ${rule.code}`, () => {
      assert.match(rule.code, new RegExp(`^${PREFIXES[rule.target]}\\d{3}$`), "code of its target");
      for (const text of [rule.what, rule.why, rule.todo]) assert.match(text, /^\S.*\.$/s, "sentences");
      const bad = readExample(rule, rule.bad);
      const good = readExample(rule, rule.good);
      assert.ok(bad.marked, "bad marks a range with «…»");
      assert.equal(good.marked, null, "good marks nothing");
      const findings = lintExample(rule, bad.files);
      const first = findings[0];
      assert.ok(first, "bad is found");
      assert.deepEqual(
        { path: first.path, text: bad.files.get(first.path)?.slice(first.span.start, first.span.end), ...first.span },
        {
          path: bad.marked.path,
          text: bad.files.get(bad.marked.path)?.slice(bad.marked.span.start, bad.marked.span.end),
          ...bad.marked.span,
        },
        "bad is found at its range",
      );
      for (const finding of findings) {
        assert.ok(finding.message.length <= 160, `message of ${finding.message.length} characters: ${finding.message}`);
        assert.match(finding.message, /^[^.]*\S.*\.$/s, "message ends as a sentence");
        for (const mirror of finding.mirrors) assert.ok(rule.mirrors.includes(mirror), `${mirror} is in mirrors`);
      }
      assert.deepEqual(
        lintExample(rule, good.files).map(finding => finding.message),
        [],
        "good is clean",
      );
      const fix = first.fixes[0];
      if (fix === undefined) return;
      const fixed = new Map(bad.files);
      for (const path of new Set(fix.edits.map(edit => edit.path))) {
        const edits = fix.edits.filter(edit => edit.path === path);
        fixed.set(path, applyEdits(fixed.get(path) ?? "", edits));
      }
      assert.deepEqual(Object.fromEntries(fixed), Object.fromEntries(good.files), "the fix of bad gives good");
    });
  }

  it("gives every rule an id and a code of its own", () => {
    assert.equal(new Set(RULES.map(rule => rule.id)).size, RULES.length);
    assert.equal(new Set(RULES.map(rule => rule.code)).size, RULES.length);
  });
});
