import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/pyramid";
import { detect } from "../../../kit/detect";

describe("recon/detectors/pyramid", () => {
  it("serves the production file", async () => {
    const found = await detect(detector, {
      "site_/__init__.py":
        "from pyramid.config import Configurator\n\ndef main(settings):\n    return Configurator().make_wsgi_app()\n",
      "production.ini": "[app:main]\nuse = egg:site\n[server:main]\nport = 6544\n",
    });
    assert.deepEqual(found, [
      "framework pyramid @site_/__init__.py:4",
      "port 6544 server-config @production.ini:4",
      "framework pyramid @production.ini:1",
      "wsgi web production.ini = pserve production.ini :6544 @production.ini:1",
    ]);
  });

  it("finds the file in a folder for configuration, and in a project's own folder", async () => {
    const code =
      "from pyramid.config import Configurator\ndef main(settings):\n    return Configurator().make_wsgi_app()\n";
    const ini = "[app:main]\nuse = egg:site\n";
    const conf = await detect(detector, { "site_/__init__.py": code, "conf/production.ini": ini });
    assert.deepEqual(
      conf.at(-1),
      "wsgi web conf/production.ini = pserve conf/production.ini :6543 @conf/production.ini:1",
    );
    const own = { "web/setup.py": "", "web/site_/__init__.py": code, "web/production.ini": ini };
    assert.deepEqual(
      (await detect(detector, own)).filter(line => !line.startsWith("framework")),
      ["wsgi web production.ini = pserve production.ini :6543 in web @web/production.ini:1"],
    );
  });

  it("hands Gunicorn what its section of the file sets, which only `pserve` reads", async () => {
    const command = async (server: string, path = "production.ini"): Promise<string | undefined> =>
      (
        await detect(detector, {
          "site_/__init__.py":
            "from pyramid.config import Configurator\ndef main(settings):\n    return Configurator().make_wsgi_app()\n",
          [path]: `[app:main]\nuse = egg:site\n[server:main]\n${server}\n`,
          "conf/gunicorn.py": "timeout = 60\n",
        })
      )
        .find(line => line.startsWith("wsgi"))
        ?.replace(/^.* = | :\d+ @.*$/g, "");
    assert.equal(
      await command(
        "use = egg:gunicorn#main\nhost = 127.0.0.1\nport = 6544\nworkers = 3\nworker_class = gevent\ntimeout = 300",
      ),
      "gunicorn --bind 0.0.0.0:6544 --paste production.ini --workers 3 --worker-class gevent --timeout 300",
    );
    assert.equal(
      await command(
        "use = egg:gunicorn\nhost = localhost\nport = 6545\nconfig = %(here)s/gunicorn.py\nkeepalive = 5",
        "conf/production.ini",
      ),
      "gunicorn --bind 0.0.0.0:6545 --paste conf/production.ini --config conf/gunicorn.py --keep-alive 5",
    );
    // What PasteDeploy fills in from elsewhere is not known, and Waitress reads its own section.
    assert.equal(
      await command("use = egg:gunicorn\nworkers = %(processes)s\nproc_name = shop"),
      "gunicorn --bind 0.0.0.0:6543 --paste production.ini",
    );
    assert.equal(await command("use = egg:waitress#main\nthreads = 8"), "pserve production.ini");
  });

  it("tells of a server that others cannot reach", async () => {
    const readiness = async (server: string): Promise<readonly string[]> =>
      (
        await detect(detector, {
          "site_/__init__.py":
            "from pyramid.config import Configurator\ndef main(settings):\n    return Configurator().make_wsgi_app()\n",
          "development.ini": `[app:main]\ndb.host = localhost\n[server:main]\n${server}\n`,
        })
      ).filter(line => line.startsWith("readiness"));
    assert.deepEqual(await readiness("listen = localhost:6543"), ["readiness @development.ini:4"]);
    for (const open of ["listen = *:6543", "host = 0.0.0.0", "port = 6543"])
      assert.deepEqual(await readiness(open), []);
  });
});
