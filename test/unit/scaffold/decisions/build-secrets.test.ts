import assert from "node:assert/strict";
import type { Recon } from "../../../../src/model/recon";
import { changesOf, type Texts } from "../plan-kit";
import { at, dependency, entryPoint, recon } from "../recon-kit";

const app = (parts: Partial<Recon> = {}): Recon =>
  recon({
    entryPoints: [entryPoint("wsgi", "app:app", "gunicorn app:app", { place: at("app.py:1") })],
    dependencies: [dependency("gunicorn")],
    packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
    ...parts,
  });

async function written(texts: Texts, parts: Partial<Recon> = {}): Promise<Readonly<Record<string, string>>> {
  const { files } = await changesOf(app(parts), { "app.py": "", "requirements.txt": "gunicorn\n", ...texts });
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}

describe("secrets of the build", () => {
  it("are the project's own configuration of pip, as no layer keeps it", async () => {
    const files = await written({ "pip.conf": "[global]\nindex-url = https://u:p@pkgs.acme.io/simple\n" });
    assert.match(files["Dockerfile"] ?? "", /--mount=type=secret,id=pip\.conf,target=\/root\/\.config\/pip\/pip\.conf/);
    assert.doesNotMatch(files["Dockerfile"] ?? "", /ARG (?!VERSION|REVISION)|netrc|u:p@/);
    assert.match(files["compose.yaml"] ?? "", /\n {2}pip\.conf:\n {4}file: \.\/pip\.conf\n/);
    assert.match(files[".dockerignore"] ?? "", /^\*\*\/pip\.conf$/m);
  });

  it("are a login for an index that has none with its address", async () => {
    const indexes: readonly Texts[] = [
      { "requirements.txt": "--extra-index-url https://pkgs.acme.io/simple\ngunicorn\n" },
      { "uv.toml": '[[index]]\nurl = "https://pkgs.acme.io/simple"\n' },
      { "pyproject.toml": '[[tool.uv.index]]\nname = "acme"\nurl = "https://pkgs.acme.io/simple"\n' },
      { "pyproject.toml": '[[tool.poetry.source]]\nname = "acme"\nurl = "https://pkgs.acme.io/simple"\n' },
    ];
    for (const texts of indexes) {
      const { Dockerfile = "" } = await written(texts);
      assert.match(Dockerfile, /--mount=type=secret,id=netrc,target=\/root\/\.netrc/, Object.values(texts)[0]);
    }
    const pipfile = await written(
      { Pipfile: '[[source]]\nurl = "https://pkgs.acme.io/simple"\n' },
      {
        packageManager: { name: "pipenv", lock: null, place: at("Pipfile:1") },
        manifests: [{ path: "Pipfile", kind: "pipfile", includes: [] }],
      },
    );
    assert.match(pipfile["Dockerfile"] ?? "", /id=netrc/);
  });

  it("are none for copies of the public index that everybody may read", async () => {
    for (const host of ["mirrors.aliyun.com/pypi", "pypi.tuna.tsinghua.edu.cn", "download.pytorch.org/whl"]) {
      const { Dockerfile = "" } = await written({ "requirements.txt": `-i https://${host}/simple\ngunicorn\n` });
      assert.doesNotMatch(Dockerfile, /type=secret/, host);
    }
  });

  it("are variables by their name, where an address takes its login from them", async () => {
    const files = await written({
      "requirements.txt":
        "--index-url https://${PIP_USER}:${PIP_TOKEN}@pkgs.acme.io/simple\nlib @ git+https://${GIT_TOKEN}@git.acme.io/lib\n",
    });
    for (const name of ["PIP_USER", "PIP_TOKEN", "GIT_TOKEN"]) {
      assert.match(files["Dockerfile"] ?? "", new RegExp(`--mount=type=secret,id=${name},env=${name} `));
      assert.match(files["compose.yaml"] ?? "", new RegExp(`\n {2}${name}:\n {4}environment: ${name}\n`));
    }
    assert.doesNotMatch(files["Dockerfile"] ?? "", /netrc/);
  });

  it("are given to Node alone where .npmrc asks for them", async () => {
    const place = at("web/package.json:1");
    const files = await written(
      {
        "web/package.json": '{ "scripts": { "build": "vite build" } }',
        "web/package-lock.json": '{ "lockfileVersion": 3 }',
        "web/.npmrc": "//npm.acme.io/:_authToken=${NPM_TOKEN}\nregistry=https://npm.acme.io/\n",
      },
      {
        frontEnds: [
          {
            path: "web",
            manager: "npm",
            managerVersion: null,
            lock: "web/package-lock.json",
            node: null,
            tool: "Vite",
            command: ["npm", "run", "build"],
            outputs: ["web/dist"],
            role: "served",
            servedBy: [],
            place,
          },
        ],
      },
    );
    const mounts = (files["Dockerfile"] ?? "").split("\n").filter(line => line.includes("NPM_TOKEN"));
    assert.deepEqual(mounts, ["    --mount=type=secret,id=NPM_TOKEN,env=NPM_TOKEN \\"]);
    assert.match(files["Dockerfile"] ?? "", /env=NPM_TOKEN \\\n {4}npm ci\n/);
  });
});
