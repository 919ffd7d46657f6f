import assert from "node:assert/strict";
import { changesOf, planned } from "../plan-kit";
import { at, dependency, entryPoint, recon } from "../recon-kit";

/** The start command of a Flask application whose list pins Gunicorn so. */
async function command(specifier: string): Promise<string> {
  const changes = await changesOf(
    recon({
      packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
      entryPoints: [entryPoint("wsgi", "app:app", "gunicorn app:app", { place: at("app.py:1") })],
      frameworks: [{ name: "flask", place: at("app.py:1") }],
      dependencies: [dependency("flask"), dependency("gunicorn", { specifier })],
    }),
    { "requirements.txt": `flask\ngunicorn${specifier}\n`, "app.py": "" },
  );
  const text = changes.files.find(({ path }) => path === "Dockerfile")?.text ?? "";
  return /^CMD (\["gunicorn".*)$/m.exec(text)?.[1] ?? "";
}

describe("scaffold/decisions/serve", () => {
  it("gives Gunicorn threads, but for releases whose threads no current Python can load", async () => {
    assert.match(await command(""), /"--threads", "4"/);
    assert.match(await command("==20.0.4"), /"--threads", "4"/);
    for (const new_ of [">=19,<23", "<=20.0.4", ">=25", "~=24.1"])
      assert.match(await command(new_), /"--threads", "4"/);
    for (const specifier of ["==19.9.0", "<20", "~=19.7", "==19.*"]) {
      const old = await command(specifier);
      assert.match(old, /"app:app"/);
      assert.doesNotMatch(old, /--threads/, specifier);
    }
  });

  /** The commands of Pyramid's image, for use and for development, by the server that its settings name. */
  const pyramid = async (server: string): Promise<readonly string[]> => {
    const { files } = await planned({
      "requirements.txt": "pyramid\ngunicorn\n",
      "site_/__init__.py":
        "from pyramid.config import Configurator\n\ndef main(settings):\n    return Configurator().make_wsgi_app()\n",
      "production.ini": `[app:main]\nuse = egg:site\n[server:main]\n${server}`,
    });
    const text = files.find(({ path }) => path === "Dockerfile")?.text ?? "";
    return [...text.matchAll(/^CMD \[(.*)\]$/gm)].map(match => (match[1] ?? "").replace(/[",]/g, ""));
  };

  it("reads Pyramid's settings by the server that they name, on every interface where it can be told to", async () => {
    assert.deepEqual(await pyramid("use = egg:waitress#main\nlisten = *:6543\n"), [
      "pserve --reload production.ini",
      "pserve production.ini",
    ]);
    assert.deepEqual(await pyramid("use = egg:gunicorn#main\nbind = 127.0.0.1:8081\n"), [
      "gunicorn --reload --paste production.ini --bind 0.0.0.0:8081",
      "gunicorn --bind 0.0.0.0:8081 --paste production.ini --worker-tmp-dir /dev/shm --access-logfile -",
    ]);
  });
});
