import assert from "node:assert/strict";
import fc from "fast-check";
import { parse } from "yaml";
import { LineWriter } from "../../../../src/scaffold/text/line-writer";
import { entry, flow, list, map, scalarText, writeEntries } from "../../../../src/scaffold/text/yaml-tree";

describe("YAML scalars", () => {
  it("are quoted where YAML would read something else", () => {
    for (const text of [
      "3.10",
      "0755",
      "1e3",
      "E0",
      "-.e3",
      "yes",
      "no",
      "null",
      "~",
      "12:30",
      "",
      "0x1f",
      "2026-11-22",
      "true",
      "010",
    ]) {
      assert.equal(scalarText(text), JSON.stringify(text), text);
    }
  });

  it("are plain where they can be", () => {
    for (const text of [".", "app", "/app", "redis://redis:6379/0", "127.0.0.1:8000:8000"])
      assert.equal(scalarText(text), text, text);
  });

  it("are read back as they were in both versions of YAML", () => {
    fc.assert(
      fc.property(fc.string(), text => {
        // Compose reads a lone `.` as the folder it is; this library's YAML 1.1 makes it a number.
        fc.pre(text !== ".");
        for (const version of ["1.1", "1.2"] as const)
          assert.equal((parse(`a: ${scalarText(text)}`, { version }) as { a: unknown }).a, text);
      }),
    );
  });
});

describe("YAML trees", () => {
  it("are read back, with words of commands quoted alike", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), words => {
        const writer = new LineWriter();
        writeEntries(writer, [entry("command", flow(words)), entry("nested", map([entry("list", list(words))]))], 0);
        assert.deepEqual(parse(writer.text), { command: words, nested: { list: words } });
      }),
    );
  });

  it("remember the decision behind each line", () => {
    const writer = new LineWriter();
    writeEntries(writer, [entry("a", 1, "one"), entry("b", map([entry("c", 2), entry("d", 3, "three")]), "two")], 0);
    assert.deepEqual(
      writer.reasons("x.yaml", null).map(({ start, end, key }) => `${start}-${end} ${key}`),
      ["1-1 one", "2-3 two", "4-4 three"],
    );
  });
});
