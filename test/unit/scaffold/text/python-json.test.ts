import assert from "node:assert/strict";
import { pythonJson } from "../../../../src/scaffold/text/python-json";

describe("JSON as Python writes it", () => {
  it("is sorted, in ASCII, with blanks or without", () => {
    const value = { b: [1, "ü😀", null], a: { d: true, c: [] } };
    assert.equal(pythonJson(value), '{"a": {"c": [], "d": true}, "b": [1, "\\u00fc\\ud83d\\ude00", null]}');
    assert.equal(pythonJson(value, true), '{"a":{"c":[],"d":true},"b":[1,"\\u00fc\\ud83d\\ude00",null]}');
  });
});
