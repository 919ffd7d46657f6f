import assert from "node:assert/strict";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as os from "node:os";
import * as path from "node:path";
import { loadCompiled } from "../../../src/host/compiled-bundle";

describe("bundles with what an earlier run compiled", () => {
  const require = createRequire(path.join(process.cwd(), "package.json"));
  let folder: string;
  let bundle: string;
  let cache: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "drydock-compiled-"));
    bundle = path.join(folder, "bundle.js");
    cache = path.join(folder, "cache");
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** One run of a program that needs the bundle: whether it could use what is kept, and what the bundle says. */
  const run = (text: string): { readonly reused: boolean; readonly value: unknown } => {
    fs.writeFileSync(bundle, text);
    delete require.cache[bundle];
    const compiled = loadCompiled(bundle, cache, "lint");
    const { value } = require(bundle) as { readonly value: unknown };
    compiled.keep();
    return { reused: compiled.reused, value };
  };
  const kept = (): string => path.join(cache, "compiled", fs.readdirSync(path.join(cache, "compiled"))[0] ?? "");

  it("serves the same module to whoever requires it, and what it compiled to the next run", () => {
    const text = 'exports.value = () => require("./beside.js") + require("node:path").basename(__filename);';
    fs.writeFileSync(path.join(folder, "beside.js"), 'module.exports = "beside ";');
    for (const reused of [false, true]) {
      const ran = run(text);
      assert.equal((ran.value as () => string)(), "beside bundle.js");
      assert.equal(ran.reused, reused);
    }
    assert.equal(require(bundle), require(bundle));
  });

  it("runs a text of the same length as another one as it stands", () => {
    assert.deepEqual(run("exports.value = 1;"), { reused: false, value: 1 });
    assert.deepEqual(run("exports.value = 2;"), { reused: false, value: 2 });
    assert.deepEqual(run("exports.value = 1;"), { reused: true, value: 1 });
  });

  it("does without where what is kept is damaged or can not be kept", () => {
    run("exports.value = 1;");
    const bytes = fs.readFileSync(kept());
    bytes[bytes.length >> 1] = ((bytes[bytes.length >> 1] ?? 0) + 1) % 256;
    fs.writeFileSync(kept(), bytes);
    assert.deepEqual(run("exports.value = 1;"), { reused: false, value: 1 });
    assert.deepEqual(run("exports.value = 1;"), { reused: true, value: 1 });
    fs.rmSync(cache, { recursive: true });
    fs.writeFileSync(cache, "no folder");
    assert.deepEqual(run("exports.value = 1;"), { reused: false, value: 1 });
    assert.deepEqual(run("exports.value = 1;"), { reused: false, value: 1 });
  });
});
