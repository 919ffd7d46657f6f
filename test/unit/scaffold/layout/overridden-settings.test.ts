import assert from "node:assert/strict";
import { readOverriddenSettings } from "../../../../src/scaffold/layout/overridden-settings";
import { openWorkspace } from "../../../../src/workspace/workspace";
import { memoryFiles } from "../../../kit/memory-files";
import { blueprintOf } from "../plan-kit";
import { at, dependency, entryPoint, recon, variable } from "../recon-kit";

const PRODUCTION = 'from .base import *\nADMIN_URL = env("DJANGO_ADMIN_URL")\n';
const BASE = 'ADMIN_URL: str = "admin/"  # where the admin is\n';

function reads(text: string, parts: Parameters<typeof variable>[1] = { required: true }): ReturnType<typeof recon> {
  const line = text.split("\n").findIndex(one => one.includes("DJANGO_ADMIN_URL"));
  const place = { ...at(`site/production.py:${line + 1}`), text: text.split("\n")[line] ?? "" };
  return recon({ environment: [variable("DJANGO_ADMIN_URL", { places: [place], ...parts })] });
}

async function valueOf(
  production: string,
  base: string,
  parts?: Parameters<typeof variable>[1],
): Promise<string | null> {
  const files = { "site/production.py": production, "site/base.py": base };
  const workspace = await openWorkspace("/w", memoryFiles(files));
  await workspace.load(Object.keys(files));
  return readOverriddenSettings(workspace, reads(production, parts)).get("DJANGO_ADMIN_URL")?.value ?? null;
}

describe("settings that a module takes over and reads from a variable", () => {
  it("have the value that they would have without it", async () => {
    assert.equal(await valueOf(PRODUCTION, BASE), "admin/");
    assert.equal(await valueOf(PRODUCTION.replace(".base", "site.base"), "ADMIN_URL='admin/'\n"), "admin/");
    assert.equal(await valueOf(PRODUCTION, 'ADMIN_URL = r"^admin/"\n'), "^admin/");
  });

  it("have none that is not taken over, computed, indented, of another name, secret or given", async () => {
    assert.equal(await valueOf(PRODUCTION.replace("from .base import *\n", ""), BASE), null);
    assert.equal(await valueOf(PRODUCTION.replace("import *", "import ADMIN_URL"), BASE), null);
    assert.equal(await valueOf(PRODUCTION, 'ADMIN_URL = "admin/" + PART\n'), null);
    assert.equal(await valueOf(PRODUCTION, 'if DEBUG:\n    ADMIN_URL = "admin/"\n'), null);
    assert.equal(await valueOf(PRODUCTION, 'ADMIN_URLS = "admin/"\n'), null);
    assert.equal(await valueOf(PRODUCTION, BASE, { required: true, secret: true }), null);
    assert.equal(await valueOf(PRODUCTION, BASE, { required: true, hasDefault: true }), null);
  });

  it("have none but a route: what else production replaces may hold a password or be for the developer's machine", async () => {
    for (const value of [
      "https://shop:hunter2secret@pay.example.com/v1/",
      "localhost",
      "127.0.0.1",
      "C:/exports/",
      "~/exports/",
      "/home/me/exports/",
      "../exports/",
      "development",
      "ghp_abcdefghijklmnopqrstuvwxyz0123/",
    ])
      assert.equal(await valueOf(PRODUCTION, `ADMIN_URL = "${value}"\n`), null, value);
    const password = PRODUCTION.replace("ADMIN_URL", "ADMIN_PASSWORD");
    assert.equal(await valueOf(password, 'ADMIN_PASSWORD = "hunter2/"\n'), null);
  });

  it("stand in .env and in the build, and are asked about", async () => {
    const found = reads(PRODUCTION);
    const blueprint = await blueprintOf(
      {
        ...found,
        packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
        dependencies: [dependency("django")],
        entryPoints: [entryPoint("wsgi", "site.wsgi:application", "gunicorn site.wsgi")],
      },
      { "requirements.txt": "django\n", "site/production.py": PRODUCTION, "site/base.py": BASE },
    );
    const [own] = blueprint.units[0]?.variables ?? [];
    assert.deepEqual([own?.buildValue, own?.envValue], ["admin/", { text: "admin/" }]);
    const asked = blueprint.plan.questions.find(({ key }) => key === "environment.DJANGO_ADMIN_URL");
    assert.deepEqual(asked?.candidates, ["admin/"]);
  });
});
