import assert from "node:assert/strict";
import { isPackable } from "../../../../src/scaffold/decisions/packable";
import { blueprintOf } from "../plan-kit";
import { recon } from "../recon-kit";

const BACK_ENDS = { poetry: "poetry.core.masonry.api", hatch: "hatchling.build", uv: "uv_build" } as const;

async function packable(
  backEnd: keyof typeof BACK_ENDS,
  files: readonly string[],
  more = "",
  name = "Shop-Api",
): Promise<boolean> {
  const pyproject = `[project]\nname = "${name}"\nversion = "1"\n[build-system]\nrequires = []\nbuild-backend = "${BACK_ENDS[backEnd]}"\n${more}`;
  const texts = { "pyproject.toml": pyproject, ...Object.fromEntries(files.map(file => [file, ""])) };
  const { units } = await blueprintOf(recon({}), texts);
  const layout = units[0]?.layout;
  assert.ok(layout);
  return isPackable(layout, "");
}

describe("what a build back end packs", () => {
  it("is the package or module of the project's own name", async () => {
    assert.equal(await packable("poetry", ["shop_api/main.py"]), true);
    assert.equal(await packable("poetry", ["src/shop_api.py"]), true);
    assert.equal(await packable("poetry", ["src/main.py", "src/app/__init__.py"]), false);
    assert.equal(await packable("hatch", ["shop_api/__init__.py"]), true);
    assert.equal(await packable("hatch", ["acme/shop_api/__init__.py"]), true);
    assert.equal(await packable("hatch", ["Shop_Api/__init__.py"]), true);
    assert.equal(await packable("hatch", ["app/main.py"]), false);
    assert.equal(await packable("uv", ["src/shop_api/__init__.py"]), true);
    assert.equal(await packable("uv", ["shop_api/__init__.py"]), false);
  });

  it("is what the project names instead", async () => {
    assert.equal(await packable("poetry", ["app/main.py"], '[tool.poetry]\npackages = [{ include = "app" }]\n'), true);
    assert.equal(
      await packable("hatch", ["app/main.py"], '[tool.hatch.build.targets.wheel]\npackages = ["app"]\n'),
      true,
    );
    const wheel = '[tool.hatch.build]\nsources = ["src"]\n[tool.hatch.build.targets.wheel]\npackages = ["app"]\n';
    assert.equal(await packable("hatch", ["src/app/__init__.py"], wheel), false);
    for (const more of [
      // What installing it makes is then the script.
      `${wheel}[project.scripts]\nshop = "main:run"\n`,
      `${wheel}[project.entry-points."shop.plugins"]\nmail = "mail"\n`,
      `${wheel}[tool.hatch.build.targets.wheel.force-include]\n"src/app" = "app"\n`,
      `${wheel}artifacts = ["app/*.py"]\n`,
      `${wheel}[tool.hatch.build.hooks.custom]\n`,
      wheel.replace('"app"', '"."'),
      wheel.replace('"app"', '"other"'),
      wheel.replace('"app"', '"./src/app/__init__.py"'),
    ])
      assert.equal(await packable("hatch", ["src/app/__init__.py"], more), true, more);
    assert.equal(
      await packable("uv", ["app/__init__.py"], '[tool.uv.build-backend]\nmodule-name = "app"\nmodule-root = ""\n'),
      true,
    );
  });
});
