import assert from "node:assert/strict";
import { readPylock } from "../../../../src/python/manifests/pylock";

describe("readPylock", () => {
  it("reads PEP 751", () => {
    const { lock } = readPylock(
      "pylock.toml",
      `lock-version = "1.0"
requires-python = ">=3.11"
created-by = "uv"

[[packages]]
name = "anyio"
version = "4.4.0"
marker = "sys_platform == 'linux'"
requires-python = ">=3.8"
dependencies = [{ name = "idna" }]
wheels = [{ name = "anyio-4.4.0-py3-none-any.whl", url = "https://x.example/anyio-4.4.0-py3-none-any.whl" }]

[[packages]]
name = "lib"
directory = { path = "./lib" }
`,
    );
    assert.equal(lock?.createdBy, "uv");
    const [anyio, lib] = lock.packages;
    assert.deepEqual(anyio?.wheels, ["anyio-4.4.0-py3-none-any.whl"]);
    assert.equal(anyio.requiresPython, ">=3.8");
    assert.equal(lib?.projectPath, "lib");
  });
});
