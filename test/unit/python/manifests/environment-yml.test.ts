import assert from "node:assert/strict";
import { parseMatchSpec } from "../../../../src/python/manifests/environment-yml";
import { declaredIn, readContents, readOne } from "../../../kit/manifests";

describe("readEnvironmentYml", () => {
  it("reads conda and pip parts", async () => {
    const file = await readOne("environment.yaml", {
      "environment.yaml": `name: x
channels: [conda-forge]
dependencies:
  - python=3.10
  - pip
  - conda-forge::pytorch=2.1
  - numpy>=1.24,<2
  - pip:
      - flask==3.0.0
      - -r extra.txt`,
      "extra.txt": "redis\n",
    });
    assert.deepEqual(declaredIn(file), ["main: torch==2.1.*", "main: numpy>=1.24,<2", "main: flask==3.0.0"]);
    assert.deepEqual(
      file.declared.map(({ conda }) => conda),
      [true, true, false],
    );
    assert.deepEqual([file.requiresPython?.specifier, file.requiresPython?.written], ["==3.10.*", "=3.10"]);
    assert.deepEqual(file.includes, ["extra.txt"]);
  });

  it("takes a range for a range", async () => {
    const file = await readOne("environment.yml", { "environment.yml": "dependencies:\n  - python>=3.9,<3.12\n" });
    assert.equal(file.requiresPython?.specifier, ">=3.9,<3.12");
    assert.deepEqual(file.pins, []);
  });

  it("tells an export of everything installed by the builds in it, whatever its length", async () => {
    const isFrozen = async (build: string, names = "abcdefghi"): Promise<boolean> => {
      const lines = [...names].map(name => `  - ${name}${name}=1.0${build}\n`).join("");
      return (await readOne("env.yml", { "env.yml": `dependencies:\n  - python=3.9\n${lines}` })).isFrozen;
    };
    assert.equal(await isFrozen("=py39_0"), true);
    assert.equal(await isFrozen(""), false);
    assert.equal(await isFrozen("=py39_0", "abc"), false);
  });

  it("is no manifest without a list of dependencies", async () => {
    const { files } = await readContents({ "environment.yml": "name: production\nvariables: {A: 1}\n" });
    assert.deepEqual(files, []);
  });
});

describe("parseMatchSpec", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["numpy", "numpy", ""],
    ["numpy=1.24", "numpy", "==1.24.*"],
    ["numpy==1.24.1", "numpy", "==1.24.1"],
    ["numpy=1.24.1=py311_0", "numpy", "==1.24.1"],
    ["numpy 1.24.*", "numpy", "==1.24.*"],
    ["numpy >=1.24", "numpy", ">=1.24"],
    ["chan/sub::Numpy=1", "numpy", "==1.*"],
    ["numpy[version='>=1.2']", "numpy", ">=1.2"],
  ];
  for (const [text, name, specifier] of cases) {
    it(`reads ${text}`, () => {
      const found = parseMatchSpec(text);
      assert.deepEqual(found && [found.name, found.specifier], [name, specifier]);
    });
  }
});
