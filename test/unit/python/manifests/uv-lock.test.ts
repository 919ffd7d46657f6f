import assert from "node:assert/strict";
import { readUvLock } from "../../../../src/python/manifests/uv-lock";

const LOCK = `version = 1
requires-python = ">=3.11"

[[package]]
name = "shop"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
    { name = "uvicorn", extra = ["standard"] },
    { name = "pywin32", marker = "sys_platform == 'win32'" },
]

[package.dev-dependencies]
dev = [{ name = "pytest" }]

[[package]]
name = "shop-lib"
version = "0.1.0"
source = { editable = "packages/lib" }

[[package]]
name = "uvicorn"
version = "0.30.0"
source = { registry = "https://index.example/simple" }
sdist = { url = "https://x.example/uvicorn-0.30.0.tar.gz" }
wheels = [{ url = "https://x.example/uvicorn-0.30.0-py3-none-any.whl" }]

[package.optional-dependencies]
standard = [{ name = "httptools" }]
`;

describe("readUvLock", () => {
  const file = readUvLock("uv.lock", LOCK);

  it("reads the range, the projects and their groups", () => {
    assert.equal(file.lock?.requiresPython?.specifier, ">=3.11");
    const [shop, lib] = file.lock?.packages ?? [];
    assert.equal(shop?.projectPath, "");
    assert.deepEqual(Object.keys(shop?.roots ?? {}), ["main", "dev"]);
    assert.deepEqual(shop?.roots["main"]?.[0]?.extras, ["standard"]);
    assert.equal(lib?.projectPath, "packages/lib");
  });

  it("reads files and the edges of extras", () => {
    const uvicorn = file.lock?.packages.find(({ name }) => name === "uvicorn");
    assert.deepEqual(uvicorn?.wheels, ["uvicorn-0.30.0-py3-none-any.whl"]);
    assert.equal(uvicorn.hasSdist, true);
    assert.deepEqual(
      uvicorn.edges.map(({ name, extra }) => [name, extra]),
      [["httptools", "standard"]],
    );
    assert.equal(LOCK.slice(uvicorn.offset, uvicorn.offset + 11), "[[package]]");
  });
});
