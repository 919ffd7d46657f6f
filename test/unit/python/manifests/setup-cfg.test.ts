import assert from "node:assert/strict";
import { declaredIn, readContents, readOne } from "../../../kit/manifests";

describe("readSetupCfg", () => {
  it("reads lists, extras, the range and classifiers, with offsets of each line", async () => {
    const text = `[metadata]
name = shop
classifiers =
    Programming Language :: Python :: 3.9
[options]
python_requires = >=3.9
install_requires =
    flask>=2
    # a comment
    redis; python_version < "3.12"
[options.extras_require]
test =
    pytest
`;
    const file = await readOne("setup.cfg", { "setup.cfg": text });
    assert.deepEqual(declaredIn(file), ["main: flask>=2", "main: redis", "test: pytest"]);
    assert.equal(file.declared[1]?.offset, text.indexOf("redis"));
    assert.equal(file.requiresPython?.specifier, ">=3.9");
    assert.equal(file.pins[0]?.offset, text.indexOf("Programming"));
  });

  it("follows the file directive", async () => {
    const file = await readOne("setup.cfg", {
      "setup.cfg": "[options]\ninstall_requires = file: requirements.txt\n",
      "requirements.txt": "flask\n",
    });
    assert.deepEqual(file.includes, ["requirements.txt"]);
    assert.deepEqual(file.declared, []);
  });

  it("is no manifest where it only configures other tools", async () => {
    const { files } = await readContents({ "setup.cfg": "[flake8]\nmax-line-length = 100\n" });
    assert.deepEqual(files, []);
  });
});
