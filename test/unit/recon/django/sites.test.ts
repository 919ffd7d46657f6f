import assert from "node:assert/strict";
import { djangoSites } from "../../../../src/recon/django/sites";
import { projectOf } from "../../../kit/python-project";

const script = (argument: string): string =>
  `import os, sys\nfrom django.core.management import execute_from_command_line\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\nif __name__ == "__main__":\n    execute_from_command_line(${argument})\n`;

async function managersOf(files: Readonly<Record<string, string>>): Promise<readonly (string | undefined)[]> {
  const { project } = await projectOf({ "shop/__init__.py": "", "shop/settings.py": "DEBUG = False\n", ...files });
  return djangoSites(project).map(({ manage }) => manage?.path);
}

describe("the program that runs Django's commands", () => {
  it("is found by any name, where it hands on what it is given", async () => {
    assert.deepEqual(await managersOf({ "control.py": script("sys.argv") }), ["control.py"]);
    assert.deepEqual(await managersOf({ "control.py": script("") }), ["control.py"]);
    for (const list of ["[sys.argv[0], *sys.argv[1:]]", '["shop", *sys.argv[1:]]', '["shop", command]'])
      assert.deepEqual(await managersOf({ "control.py": script(list) }), ["control.py"], list);
  });

  it("is none that runs one command of its own", async () => {
    const files = { "apply.py": script('["manage.py", "migrate", "shop"]'), "manage.py": script("sys.argv") };
    assert.equal((await managersOf(files))[0], "manage.py");
    assert.deepEqual(await managersOf({ "apply.py": files["apply.py"] }), []);
    assert.deepEqual(await managersOf({ "apply.py": script('[sys.argv[0], "migrate", *sys.argv[1:]]') }), []);
  });

  it("is the one above a package that runs it as a module, since the package's own hides the standard library's modules", async () => {
    const inner = { "shop/__main__.py": script("sys.argv") };
    const outer = (module: string): string =>
      `import runpy\n\nif __name__ == "__main__":\n    runpy.run_module("${module}", run_name="__main__")\n`;
    assert.deepEqual(await managersOf({ ...inner, "manage.py": outer("shop") }), ["manage.py"]);
    assert.deepEqual(await managersOf({ ...inner, "manage.py": outer("shop.tools") }), ["shop/__main__.py"]);
  });
});
