import assert from "node:assert/strict";
import { entryPoint, recon } from "../recon-kit";
import { changesOf } from "../plan-kit";

const RECON = recon({ entryPoints: [entryPoint("wsgi", "app:app", "gunicorn app:app")] });

async function dockerfileOf(files: readonly string[]): Promise<string> {
  const texts = Object.fromEntries([...files, "app.py", "requirements.txt"].map(path => [path, ""]));
  return (await changesOf(RECON, texts)).files.find(({ path }) => path === "Dockerfile")?.text ?? "";
}

describe("catalogs of translations", () => {
  it("are compiled for development and for the shipped image, and their compiler stays out of it", async () => {
    const text = await dockerfileOf(["shop/locale/de/LC_MESSAGES/django.po"]);
    const stages = text.split(/^(?=FROM )/m);
    const stage = (name: string): string => stages.find(own => own.split("\n")[0]?.endsWith(` AS ${name}`)) ?? "";
    for (const name of ["dev", "package"]) {
      assert.match(stage(name), /apt-get install -y --no-install-recommends gettext$/m, name);
      assert.ok(stage(name).indexOf("COPY") < stage(name).indexOf("msgfmt -o"), name);
    }
    assert.doesNotMatch(stage("runtime"), /gettext|msgfmt/);
    // Tests compile them again, as the user of the stage.
    assert.ok(stage("dev").includes("\n && find /app -user root -exec chown -h 10001:10001 {} +\n"));
    assert.doesNotMatch(stage("package"), /chown/);
  });

  it("are left alone where they are compiled already, and where only documents or tests have some", async () => {
    for (const files of [
      ["locale/de/LC_MESSAGES/django.po", "locale/de/LC_MESSAGES/django.mo"],
      ["docs/locale/de/LC_MESSAGES/index.po"],
      ["tests/locale/de/LC_MESSAGES/messages.po"],
    ])
      assert.doesNotMatch(await dockerfileOf(files), /gettext/, files.join());
  });
});
