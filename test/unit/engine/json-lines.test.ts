import assert from "node:assert/strict";
import fc from "fast-check";
import { jsonLines, textLines } from "../../../src/engine/json-lines";

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function* chunks(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  let rest = bytes;
  for (const cut of [...cuts, bytes.length]) {
    yield rest.subarray(0, cut);
    rest = rest.subarray(cut);
  }
}

describe("textLines", () => {
  it("gives the same lines however the bytes are cut", async () => {
    const lines = fc.array(fc.stringMatching(/^[a-z€ ]{0,9}$/));
    await fc.assert(
      fc.asyncProperty(lines, fc.array(fc.nat(7)), async (sent, cuts) => {
        const bytes = Buffer.from(sent.map(line => `${line}\n`).join(""));
        assert.deepEqual(await collect(textLines(chunks(bytes, cuts))), sent);
      }),
    );
  });
});

describe("jsonLines", () => {
  it("leaves out what is no object", async () => {
    const bytes = Buffer.from('{"a":1}\r\n\nnot json\n[1]\n{"b":2}');
    assert.deepEqual(await collect(jsonLines(chunks(bytes, []))), [{ a: 1 }, { b: 2 }]);
  });
});
