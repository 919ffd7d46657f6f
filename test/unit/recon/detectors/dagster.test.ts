import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/dagster";
import { detect } from "../../../kit/detect";

describe("recon/detectors/dagster", () => {
  it("starts the web server and the daemon of the definitions", async () => {
    const found = await detect(detector, {
      "shop/__init__.py": "",
      "shop/definitions.py": "import dagster as dg\ndefs = dg.Definitions(assets=[])\n",
    });
    assert.deepEqual(found, [
      "framework dagster @shop/definitions.py:2",
      "server web shop.definitions = dagster-webserver -m shop.definitions --host 0.0.0.0 --port 3000 :3000 @shop/definitions.py:2",
      "beat daemon shop.definitions = dagster-daemon run -m shop.definitions @shop/definitions.py:2",
    ]);
  });

  it("starts nothing for definitions that no module offers", async () => {
    const found = await detect(detector, { "app.py": "from dagster import Definitions\nprint(Definitions())\n" });
    assert.deepEqual(found, ["framework dagster @app.py:2"]);
  });

  it("starts what the configuration of code locations names, whatever makes the definitions", async () => {
    const python = {
      "shop/__init__.py": "",
      "shop/definitions.py":
        "from dagster import definitions, load_from_defs_folder\n@definitions\ndef defs():\n    return load_from_defs_folder()\n",
    };
    const listen = "--host 0.0.0.0 --port 3000 :3000";
    const cloud = "locations:\n  - location_name: shop\n    code_source:\n      module_name: shop.definitions\n";
    assert.deepEqual(await detect(detector, { ...python, "dagster_cloud.yaml": cloud }), [
      "framework dagster @dagster_cloud.yaml:4",
      `server web shop.definitions = dagster-webserver -m shop.definitions ${listen} @dagster_cloud.yaml:4`,
      "beat daemon shop.definitions = dagster-daemon run -m shop.definitions @dagster_cloud.yaml:4",
    ]);
    const workspace = "load_from:\n  - python_file: jobs.py\n  - python_module: shop.definitions\n";
    assert.deepEqual(
      (await detect(detector, { ...python, "workspace.yaml": workspace }))[1],
      ["server web jobs.py = dagster-webserver -f jobs.py -m shop.definitions", `${listen} @workspace.yaml:2`].join(
        " ",
      ),
    );
    const project = '[tool.dagster]\nmodule_name = "shop.definitions"\n';
    assert.deepEqual((await detect(detector, { ...python, "pyproject.toml": project })).length, 3);
    const twice = await detect(detector, { ...python, "pyproject.toml": project, "dagster_cloud.yaml": cloud });
    assert.match(twice[2] ?? "", /run -m shop\.definitions @/);
    assert.deepEqual(await detect(detector, { "app.py": "", "workspace.yaml": workspace }), []);
    const dg = async (lines: string): Promise<string | undefined> =>
      (await detect(detector, { ...python, "pyproject.toml": `[tool.dg.project]\n${lines}` }))[2]?.split(" @", 1)[0];
    const run = "dagster-daemon run -m";
    assert.equal(await dg('root_module = "shop"\n'), `beat daemon shop.definitions = ${run} shop.definitions`);
    assert.equal(await dg('root_module = "other"\n'), undefined);
    const told = 'root_module = "shop"\ncode_location_target_module = "shop.all"\n';
    assert.equal(await dg(told), `beat daemon shop.all = ${run} shop.all`);
  });

  it("leaves code locations with a folder or a server of their own to the workspace file that names them", async () => {
    const files = {
      "one/src/shop/definitions.py": "from dagster import Definitions\ndefs = Definitions()\n",
      "one/pyproject.toml": '[tool.dagster]\nmodule_name = "shop.definitions"\n',
    };
    const inside =
      "load_from:\n  - python_module:\n      module_name: shop.definitions\n      working_directory: one/src\n";
    const served = "load_from:\n  - grpc_server:\n      host: shop\n      port: 4000\n";
    for (const workspace of [inside, served]) {
      assert.deepEqual((await detect(detector, { ...files, "workspace.yaml": workspace })).slice(1), [
        `server web workspace.yaml = dagster-webserver -w workspace.yaml --host 0.0.0.0 --port 3000 :3000 @workspace.yaml:2`,
        `beat daemon workspace.yaml = dagster-daemon run -w workspace.yaml @workspace.yaml:2`,
      ]);
    }
  });

  it("names one workspace file or locations, as Dagster takes not both, of the application and not of its tests", async () => {
    const files = {
      "shop/definitions.py": "from dagster import Definitions\ndefs = Definitions()\n",
      "pyproject.toml": '[tool.dagster]\nmodule_name = "shop.definitions"\n',
    };
    const daemon = async (more: Readonly<Record<string, string>>): Promise<string | undefined> =>
      (await detect(detector, { ...files, ...more }))[2]?.replace(/^.* = dagster-daemon run | @.*$/g, "");
    const served = "load_from:\n  - grpc_server:\n      host: shop\n      port: 4000\n";
    const inside = "load_from:\n  - python_file:\n      relative_path: repo.py\n      working_directory: code\n";
    assert.equal(await daemon({ "workspace.yaml": served }), "-m shop.definitions");
    assert.equal(await daemon({ "workspace.yaml": inside }), "-w workspace.yaml");
    assert.equal(await daemon({ "deploy/workspace.yaml": served }), "-m shop.definitions");
    assert.equal(
      await daemon({ "tests/workspace.yaml": "load_from:\n  - python_file: repo.py\n" }),
      "-m shop.definitions",
    );
    const rest = { "workspace.yaml": served, "pyproject.toml": "" };
    assert.equal(await daemon(rest), "-w workspace.yaml");
  });

  it("starts each project that declares code of its own", async () => {
    const project = (name: string): Readonly<Record<string, string>> => ({
      [`${name}/${name}_code/definitions.py`]: "from dagster import Definitions\ndefs = Definitions()\n",
      [`${name}/pyproject.toml`]: `[tool.dagster]\nmodule_name = "${name}_code.definitions"\n`,
    });
    const found = await detect(detector, { ...project("one"), ...project("two") });
    assert.deepEqual(
      found.filter(line => line.startsWith("beat")),
      ["one", "two"].map(
        name =>
          `beat daemon ${name}_code.definitions = dagster-daemon run -m ${name}_code.definitions in ${name} @${name}/pyproject.toml:2`,
      ),
    );
  });
});
