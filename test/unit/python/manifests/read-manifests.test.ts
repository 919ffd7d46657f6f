import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readContents } from "../../../kit/manifests";

const BROKEN = join(__dirname, "../../broken/manifests");
const names = JSON.parse(readFileSync(join(BROKEN, "names.json"), "utf8")) as Readonly<Record<string, string>>;

describe("readManifests", () => {
  it("finds manifests in any folder, and a list that a Dockerfile installs", async () => {
    const { files, installed } = await readContents({
      "backend/pyproject.toml": '[project]\nname = "a"\n',
      "docker/Dockerfile":
        "FROM python:3.11\nCOPY deps/app.list /app/deps/app.list\nRUN pip install \\\n    -r deps/app.list\n",
      "deps/app.list": "flask\n",
      "tests/fixtures/requirements.txt": "never\n",
      "tests/assets/requirements_broken.txt": "never-there\n",
      "{{cookiecutter.name}}/requirements.txt": "never\n",
      "node_modules/x/requirements.txt": "never\n",
    });
    assert.deepEqual(
      files.map(({ path }) => path),
      ["backend/pyproject.toml", "deps/app.list"],
    );
    assert.deepEqual([...installed], ["deps/app.list"]);
  });

  it("leaves lists of a CI, an editor or an agent alone, unless something names them", async () => {
    const { files } = await readContents({
      "requirements.txt": "-r .ci/base.txt\nflask\n",
      ".ci/base.txt": "six\n",
      ".ci/requirements.txt": "never\n",
      ".github/scripts/requirements.txt": "never\n",
      ".claude/pyproject.toml": '[project]\nname = "never"\n',
      ".binder/environment.yml": "dependencies: [numpy]\n",
    });
    assert.deepEqual(
      files.map(({ path }) => path),
      [".binder/environment.yml", ".ci/base.txt", "requirements.txt"],
    );
  });

  it("ends where includes make a ring", async () => {
    const { files } = await readContents({ "requirements.txt": "-r b.txt\n", "b.txt": "-r requirements.txt\nflask\n" });
    assert.equal(files.length, 2);
  });

  for (const file of readdirSync(BROKEN).filter(name => name in names)) {
    it(`survives ${file}`, async () => {
      const { files } = await readContents({ [names[file] ?? file]: new Uint8Array(readFileSync(join(BROKEN, file))) });
      for (const { declared, problems } of files) {
        for (const { offset } of [...declared, ...problems]) assert.ok(Number.isInteger(offset) && offset >= 0);
      }
    });
  }

  it("says that a cut lock is broken and keeps what came before", async () => {
    const text = readFileSync(join(BROKEN, "conflict.poetry.lock"), "utf8");
    const { files } = await readContents({ "poetry.lock": text });
    assert.deepEqual(
      files[0]?.problems.map(({ code }) => code),
      ["manifest-broken"],
    );
    assert.equal(files[0]?.lock?.packages[0]?.name, "flask");
  });

  it("reads other encodings", async () => {
    const { files } = await readContents({
      "requirements.txt": new Uint8Array(readFileSync(join(BROKEN, "utf16.txt"))),
    });
    assert.deepEqual(
      files[0]?.declared.map(({ name }) => name),
      ["flask", "redis"],
    );
  });
});
