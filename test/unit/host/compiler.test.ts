import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

describe("host/compiler", () => {
  it("sets options that this Node knows: it complains of none", () => {
    const file = join(__dirname, "../../../src/host/compiler.ts");
    const code = `require(${JSON.stringify(file)}).easeCompiler(); console.log("eased")`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--require=tsx/cjs", "-e", code], { encoding: "utf8" });
    assert.equal(stderr, "");
    assert.equal(stdout, "eased\n");
  });
});
