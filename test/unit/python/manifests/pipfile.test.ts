import assert from "node:assert/strict";
import { declaredIn, readOne } from "../../../kit/manifests";

describe("readPipfile", () => {
  it("reads packages, categories and the pinned Python", async () => {
    const file = await readOne("Pipfile", {
      Pipfile: `[[source]]
url = "https://index.example/simple"
[packages]
flask = "*"
"Django" = {version = "~=4.2", extras = ["argon2"], sys_platform = "== 'linux'"}
lib = {git = "https://x.example/lib.git", editable = true}
[dev-packages]
pytest = ">=7"
[docs]
sphinx = "*"
[requires]
python_version = "3.9"
`,
    });
    assert.deepEqual(declaredIn(file), [
      "main: flask",
      "main: django[argon2]~=4.2",
      "main: lib",
      "dev: pytest>=7",
      "docs: sphinx",
    ]);
    assert.equal(file.declared[1]?.marker, "sys_platform == 'linux'");
    assert.deepEqual(
      file.pins.map(({ version, source }) => [version, source]),
      [["3.9", "Pipfile"]],
    );
  });
});
