import assert from "node:assert/strict";
import { unneeded } from "../../../../src/scaffold/decisions/variable-ways";
import { variable } from "../recon-kit";

describe("a variable that one read has a default for", () => {
  it("gets that default where another read fails without a value", () => {
    const name = (parts: Parameters<typeof variable>[1]) => unneeded(variable("ADMIN_NAME", parts));
    const both = { required: true, hasDefault: true, default: "admin" };
    assert.deepEqual(name(both), { source: "value", value: "${ADMIN_NAME:-admin}" });
    assert.deepEqual(name({ ...both, default: "" }), { source: "value", value: "${ADMIN_NAME:-}" });
    assert.deepEqual(name({ ...both, required: false }), { source: "file", value: null });
    assert.deepEqual(name({ ...both, secret: true }), { source: "file", value: null });
    assert.deepEqual(name({ ...both, default: "a${b}" }), { source: "file", value: null });
  });
});
