import assert from "node:assert/strict";
import { changesOf } from "../plan-kit";
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
});
