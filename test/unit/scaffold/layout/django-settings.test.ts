import assert from "node:assert/strict";
import { readDjangoSettings } from "../../../../src/scaffold/layout/django-settings";
import { openWorkspace } from "../../../../src/workspace/workspace";
import { memoryFiles } from "../../../kit/memory-files";
import { at, entryPoint, recon } from "../recon-kit";

const names = (module: string): string => `os.environ.setdefault("DJANGO_SETTINGS_MODULE", "${module}")\n`;
const ROUTING = "application = ProtocolTypeRouter({})\n";

async function settingsOf(files: Readonly<Record<string, string>>, path = "chat/routing.py"): Promise<string | null> {
  const workspace = await openWorkspace("/w", memoryFiles(files));
  await workspace.load(Object.keys(files));
  const started = entryPoint("asgi", "chat.routing:application", "", { place: at(`${path}:1`) });
  return readDjangoSettings(workspace, recon({ entryPoints: [started] }))?.value ?? null;
}

describe("settings of Django that the server's own module does not name", () => {
  it("are those of the WSGI module beside it or in the package that manage.py names", async () => {
    const files = { "chat/routing.py": ROUTING, "manage.py": names("site.settings.dev") };
    assert.equal(await settingsOf({ ...files, "chat/wsgi.py": names("chat.production") }), "chat.production");
    assert.equal(await settingsOf({ ...files, "site/wsgi.py": names("site.settings.live") }), "site.settings.live");
  });

  it("are those of manage.py where only an example has a WSGI module", async () => {
    const files = { "chat/routing.py": ROUTING, "example/demo/wsgi.py": names("demo.settings") };
    assert.equal(await settingsOf({ ...files, "manage.py": names("chat.settings") }), "chat.settings");
    const both = { ...files, "example/manage.py": names("demo.settings"), "manage.py": names("chat.settings") };
    assert.equal(await settingsOf(both), "chat.settings");
    assert.equal(await settingsOf(files), null);
  });

  it("are those of the only site where the environment alone names them", async () => {
    const asked = 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", os.environ["DJANGO_SETTINGS_MODULE"])\n';
    const files = { "chat/routing.py": ROUTING, "manage.py": asked };
    const base = { ...files, "site/settings/base.py": 'ROOT_URLCONF = "site.urls"\n', "site/settings/local.py": "" };
    assert.equal(await settingsOf(base), "site.settings.local");
    assert.equal(await settingsOf({ ...base, "site/settings/production.py": "" }), "site.settings.production");
    const plain = { "site/settings.py": 'ROOT_URLCONF = "site.urls"\n' };
    assert.equal(await settingsOf({ ...files, ...plain }), "site.settings");
    assert.equal(await settingsOf({ ...base, ...plain, "shop/settings.py": plain["site/settings.py"] }), null);
    assert.equal(await settingsOf({ ...files, "site/settings.py": "DEBUG = True\n" }), null);
    const whole = {
      "site/settings/__init__.py": plain["site/settings.py"],
      "site/settings/local.py": "DEBUG = True\n",
    };
    assert.equal(await settingsOf({ ...files, ...whole }), "site.settings");
    const tested = { "tests/settings.py": plain["site/settings.py"] };
    assert.equal(await settingsOf({ ...files, ...tested }), null);
    assert.equal(await settingsOf({ ...files, ...plain, ...tested }), "site.settings");
    const below = { "backend/chat/routing.py": ROUTING, "backend/site/settings.py": plain["site/settings.py"] };
    assert.equal(await settingsOf(below, "backend/chat/routing.py"), "site.settings");
  });
});
