import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import type { EntryPointKind, PackageManagerName, Recon } from "../../../../src/model/recon";
import { changesOf, type Texts } from "../plan-kit";
import { at, dependency, entryPoint, integration, recon } from "../recon-kit";

async function dockerfile(...sample: Parameters<typeof changesFor>): Promise<string> {
  return (await changesFor(...sample)).files.find(({ path }) => path.endsWith("Dockerfile"))?.text ?? "";
}

function changesFor(
  manager: PackageManagerName,
  lock: string | null,
  texts: Texts,
  parts: Partial<Recon> = {},
): ReturnType<typeof changesOf> {
  return changesOf(
    recon({
      packageManager: { name: manager, lock, place: at("pyproject.toml:1") },
      entryPoints: [entryPoint("wsgi", "app:app", "gunicorn app:app", { place: at("Procfile:1") })],
      dependencies: [dependency("gunicorn")],
      tests: { runner: "pytest", command: ["pytest"], place: at("pyproject.toml:1") },
      ...parts,
    }),
    texts,
  );
}

/** The part of a Dockerfile between two stage names. */
const stage = (text: string, name: string): string =>
  text.split(/^FROM /m).find(part => part.split("\n", 1)[0]?.endsWith(` AS ${name}`)) ?? "";

describe("install recipes", () => {
  it("tell the version of Python of the line that makes the environment, and a tool of those that bring it", async () => {
    const { files, reasons } = await changesFor("poetry", "poetry.lock", { "pyproject.toml": "", "poetry.lock": "" });
    const lines = files.find(({ path }) => path === "Dockerfile")?.text.split("\n") ?? [];
    const keyOf = (words: string): string | undefined => {
      const line = lines.findIndex(text => text.includes(words)) + 1;
      return reasons.find(({ path, start, end }) => path === "Dockerfile" && start <= line && line <= end)?.key;
    };
    assert.equal(keyOf("RUN python -m venv /opt/venv"), "python.version");
    assert.equal(keyOf("/opt/poetry/bin/pip install"), "install.tool");
  });

  it("bring the groups of a pyproject.toml that has nothing but groups", async () => {
    const toml = '[dependency-groups]\nprod = ["gunicorn"]\ndev = ["pytest"]\n';
    const bare = await dockerfile("pip", null, { "pyproject.toml": toml });
    assert.match(bare, /^RUN python -m venv --upgrade-deps \/opt\/venv$/m);
    assert.match(stage(bare, "build"), /source=pyproject\.toml,\S+ \\\n {4}pip install --group prod\n/);
    assert.match(stage(bare, "dev"), /pip install --group dev\n/);
    const listed = await dockerfile("pip", null, { "pyproject.toml": toml, "requirements.txt": "gunicorn\n" });
    assert.doesNotMatch(listed, /--group|--upgrade-deps/, "lists are what the project is installed by");
  });

  it("bring the group that is for production by its name, optional or not", async () => {
    const poetry =
      '[tool.poetry.dependencies]\npython = "^3.11"\n[tool.poetry.group.prod]\noptional = true\n[tool.poetry.group.prod.dependencies]\ngunicorn = "*"\n[tool.poetry.group.dev.dependencies]\npytest = "*"\n';
    const locked = await dockerfile("poetry", "poetry.lock", { "pyproject.toml": poetry, "poetry.lock": "" });
    assert.match(stage(locked, "build"), /poetry export --with prod --output/);
    assert.match(stage(locked, "dev"), /poetry export --with prod,dev --output/);
    const open = await dockerfile("poetry", null, { "pyproject.toml": poetry });
    assert.match(stage(open, "build"), /poetry install --no-root --only main,prod --compile/);
    assert.match(stage(open, "dev"), /poetry install --no-root --with prod,dev/);
    assert.match(stage(open, "build"), /Poetry takes the newest versions that fit/);
    assert.doesNotMatch(open, /poetry-plugin-export|checks its lock/);
    const uv = '[project]\nname = "a"\nversion = "1"\n[dependency-groups]\nprod = ["gunicorn"]\ndev = ["pytest"]\n';
    const synced = await dockerfile("uv", "uv.lock", { "pyproject.toml": uv, "uv.lock": "" });
    assert.match(stage(synced, "build"), /uv sync --locked --no-install-project --no-dev --group prod\n/);
    assert.match(stage(synced, "dev"), /--inexact --group prod --group dev/);
  });

  it("leave out of a list what only another system or machine has", async () => {
    const list = "flask==3.0\npywin32==306\nclick @ file:///C:/ci/click/work\n-e git://github.com/a/b.git#egg=b\n";
    const manifests = recon({ manifests: [{ path: "requirements.txt", kind: "requirements", includes: [] }] });
    const text = stage(await dockerfile("pip", null, { "requirements.txt": list }, manifests), "build");
    assert.match(text, /pywin32:\s(?:# )?for another system only, so left out\./);
    assert.match(text, / && pip install --requirement requirements\.dependencies\.txt\n/);
    const sed = /sed -E '(.*)' requirements\.txt > requirements\.dependencies\.txt/.exec(text)?.[1];
    assert.equal(
      sed,
      "/^(pywin32)([^A-Za-z0-9._-]|$)/d; s/ *@ *file:\\/\\/\\/[^;]*//; s#(git\\+)?git://github#git+https://github#",
    );
    const sound = await dockerfile("pip", null, { "requirements.txt": "flask==3.0\n" }, manifests);
    assert.doesNotMatch(sound, /sed -E/);
  });

  it("leave the project itself out of a list, also where a comment follows it", async () => {
    const texts = { "requirements.txt": "flask\n-e .  # the project\n", "setup.py": "from setuptools import setup\n" };
    const manifests = recon({ manifests: [{ path: "requirements.txt", kind: "requirements", includes: [] }] });
    const text = stage(await dockerfile("pip", null, texts, manifests), "build");
    const [, pattern = ""] = /sed -E '\/(.*)\/d' requirements\.txt/.exec(text) ?? [];
    const isLeftOut = new RegExp(pattern.replaceAll("[[:space:]]", "\\s"));
    for (const line of ["-e .", "-e .  # the project", ".[dev] # all", "--editable=./"]) assert.match(line, isLeftOut);
    for (const line of ["./shared # ours", "-e ./shared", "flask # ."]) assert.doesNotMatch(line, isLeftOut);
  });

  it("leave it out of an included list as well, which the others then name by its new name", async () => {
    const lists = {
      "requirements.txt": "-r requirements/prod.txt  # what runs\n",
      "requirements/prod.txt": "-r ./base.txt\ngunicorn\n",
      "requirements/base.txt": "flask==3.0\npywin32==306\n",
    };
    const manifests = recon({
      manifests: Object.keys(lists).map(path => ({ path, kind: "requirements", includes: [] })),
    });
    const text = stage(await dockerfile("pip", null, lists, manifests), "build");
    const commands = [...text.matchAll(/sed -E '.*' (\S+) > (\S+)/g)].map(match => match.slice(1));
    assert.deepEqual(commands, [
      ["requirements/base.txt", "requirements/base.dependencies.txt"],
      ["requirements/prod.txt", "requirements/prod.dependencies.txt"],
      ["requirements.txt", "requirements.dependencies.txt"],
    ]);
    const renamed = (line: string): string => {
      const script = text.match(/sed -E '(s#[^']*#\\1prod\.dependencies\.txt#)'/)?.[1] ?? "";
      return spawnSync("sed", ["-E", script], { input: line, encoding: "utf8" }).stdout;
    };
    for (const line of [
      "-r requirements/prod.txt",
      "-r\trequirements/prod.txt  # what runs",
      "--requirement=requirements/prod.txt",
    ])
      assert.match(renamed(line), /requirements\/prod\.dependencies\.txt$/, line);
    assert.equal(renamed("-r requirements/prod.txt2"), "-r requirements/prod.txt2");
    assert.match(text, /pywin32:\s(?:# )?for another system only, so left out\./);
    assert.match(text, / && pip install --requirement requirements\.dependencies\.txt\n/);
  });

  it("bring what a pyproject.toml declares and the list beside it lacks", async () => {
    const place = at("pyproject.toml:4");
    const build = async (path: string): Promise<string> =>
      stage(
        await dockerfile(
          "pip",
          null,
          { "requirements.txt": "gunicorn\n", [path]: '[project]\nname = "a"\nversion = "1"\n', "app.py": "" },
          {
            packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
            dependencies: [
              dependency("gunicorn", { place: at("requirements.txt:1") }),
              dependency("sqlmodel", { specifier: ">=0.0.22", place: { ...place, path } }),
              dependency("ruff", { group: "dev", place: { ...place, path } }),
            ],
          },
        ),
        "build",
      );
    assert.match(await build("pyproject.toml"), /pip install "?'?sqlmodel>=0\.0\.22/);
    assert.doesNotMatch(await build("pyproject.toml"), /ruff/);
    assert.doesNotMatch(await build("client/pyproject.toml"), /sqlmodel/);
  });

  it("give the version that the back end would read from Git", async () => {
    const scm =
      '[project]\nname = "a"\ndynamic = ["version"]\n[build-system]\nrequires = ["setuptools>=64", "setuptools-scm>=8"]\n';
    const program = { entryPoints: [entryPoint("cli", "a", "a", { place: at("pyproject.toml:1") })], dependencies: [] };
    const files = { "pyproject.toml": `${scm}[project.scripts]\na = "a:main"\n`, "a.py": "" };
    const text = await dockerfile("setuptools", null, files, program);
    for (const name of ["dev", "package"])
      assert.match(
        stage(text, name),
        /COPY [^]*\nARG VERSION=0\nENV SETUPTOOLS_SCM_PRETEND_VERSION="\$VERSION"\n[^]*pip install /,
        name,
      );
    const plain = scm.replace('"setuptools-scm>=8"', '"wheel"').replace('dynamic = ["version"]', 'version = "1"');
    assert.doesNotMatch(
      await dockerfile("setuptools", null, { ...files, "pyproject.toml": plain }, program),
      /PRETEND/,
    );
    const hatch = scm.replace("setuptools-scm>=8", "hatch-vcs");
    assert.match(
      await dockerfile(
        "hatch",
        null,
        { ...files, "pyproject.toml": `${hatch}[project.scripts]\na = "a:main"\n` },
        program,
      ),
      /PRETEND/,
    );
  });

  it("give a command line its source only where a migration runs by what lies beside it", async () => {
    const files = {
      "pyproject.toml":
        '[project]\nname = "a"\nversion = "1"\n[project.scripts]\na = "a:main"\n[build-system]\nrequires = ["setuptools"]\n',
      "a.py": "",
      "alembic.ini": "[alembic]\n",
    };
    const place = at("pyproject.toml:1");
    const program = { entryPoints: [entryPoint("cli", "a", "a", { place })], dependencies: [] };
    const migrations = { tool: "alembic", command: ["alembic", "upgrade", "head"], place: at("alembic.ini:1") };
    assert.doesNotMatch(stage(await dockerfile("setuptools", null, files, program), "runtime"), /COPY .* \/app/);
    const migrated = await dockerfile("setuptools", null, files, { ...program, migrations });
    assert.match(stage(migrated, "runtime"), /COPY --from=package \/app \/app\n/);
  });

  it("run a project from its source where its back end would ask Git for its templates", async () => {
    const scm =
      '[project]\nname = "shop"\ndynamic = ["version"]\ndependencies = []\n[build-system]\nrequires = ["setuptools>=64", "setuptools-scm>=8"]\n';
    const files = { "pyproject.toml": scm, "src/shop/__init__.py": "", "src/shop/templates/index.html": "" };
    const installed = async (more: Texts): Promise<string> => {
      const text = await dockerfile("setuptools", null, { ...files, ...more });
      return /pip install (?:--editable )?\.$/m.exec(stage(text, "package"))?.[0] ?? "";
    };
    assert.equal(await installed({}), "pip install --editable .");
    assert.equal(await installed({ "MANIFEST.in": "exclude .gitignore\n" }), "pip install --editable .");
    assert.equal(await installed({ "MANIFEST.in": "graft src/shop/templates\n" }), "pip install .");
    assert.equal(await installed({ "pyproject.toml": scm.replace("-scm", "-rust") }), "pip install .");
    const data = '[tool.setuptools.package-data]\nshop = ["templates/*"]\n';
    assert.equal(await installed({ "pyproject.toml": scm + data }), "pip install .");
    const synced = await dockerfile("uv", "uv.lock", { ...files, "uv.lock": "" });
    assert.match(stage(synced, "package"), /uv sync --locked --no-dev --inexact\n/);
  });

  it("install lists for tests beside a project's own metadata", async () => {
    const project =
      '[project]\nname = "shop"\nversion = "1"\ndependencies = ["flask"]\n[build-system]\nrequires = ["setuptools"]\n';
    const text = await dockerfile(
      "pip",
      null,
      {
        "pyproject.toml": project,
        "src/shop/__init__.py": "",
        "requirements.d/dev.txt": "pytest\n",
        "tests/test_a.py": "",
      },
      { manifests: [{ path: "requirements.d/dev.txt", kind: "requirements", includes: [] }] },
    );
    assert.match(
      stage(text, "dev"),
      /source=requirements\.d\/dev\.txt,target=requirements\.d\/dev\.txt \\\n +pip install --requirement requirements\.d\/dev\.txt/,
    );
    assert.doesNotMatch(stage(text, "build"), /requirements\.d/);
  });

  it("install extras for tests beside requirements files where the project itself is not installed", async () => {
    const texts = { "requirements.txt": "flask\n", "pyproject.toml": '[project]\nname = "a"\nversion = "1"\n' };
    const extra = { group: "test", place: at("pyproject.toml:4") };
    const text = await dockerfile("pip", null, texts, {
      dependencies: [
        dependency("flask"),
        dependency("pytest", { ...extra, specifier: ">=8.0" }),
        dependency("coverage", { ...extra, extras: ["toml"] }),
        dependency("mkdocs", { ...extra, group: "docs" }),
      ],
    });
    assert.match(stage(text, "dev"), /pip install debugpy==[\d.]+ 'pytest>=8\.0' 'coverage\[toml\]'/);
    assert.doesNotMatch(text, /mkdocs/);
  });

  it("install the extra that alone brings the framework of a page, and none for a command", async () => {
    const texts = {
      "pyproject.toml":
        '[project]\nname = "a"\nversion = "1"\ndependencies = ["numpy"]\n[project.optional-dependencies]\npage = ["panel"]\n',
    };
    const place = at("pyproject.toml:6");
    const started = (kind: EntryPointKind): Partial<Recon> => ({
      entryPoints: [entryPoint(kind, "app.py", kind === "cli" ? "a" : "panel serve app.py")],
      frameworks: [{ name: "panel", place: at("app.py:1") }],
      dependencies: [dependency("numpy"), dependency("panel", { group: "page", place })],
    });
    const page = await dockerfile("pip", null, texts, started("server"));
    assert.match(stage(page, "build"), /optional-dependencies', \{\}\)\.get\('page'/);
    const command = await dockerfile("pip", null, texts, started("cli"));
    assert.doesNotMatch(stage(command, "build"), /optional-dependencies/);
  });

  it("install the extra of the usual processor where each kind has its own", async () => {
    const texts = (extras: string): Texts => ({
      "pyproject.toml": `[project]\nname = "a"\nversion = "1"\ndependencies = ["flask"]\n[project.optional-dependencies]\n${extras}`,
      "uv.lock": "",
    });
    const several = await dockerfile("uv", "uv.lock", texts('cpu = ["torch"]\ncu128 = ["torch"]\n'));
    assert.match(stage(several, "build"), /uv sync .*--extra cpu/);
    assert.doesNotMatch(several, /cu128/);
    assert.doesNotMatch(await dockerfile("uv", "uv.lock", texts('cpu = ["psutil"]\n')), /--extra/);
  });

  it("install what only a conda environment beside the project has of what is started", async () => {
    const path = "panel/environment.yml";
    const environment = [
      "dependencies:",
      "  - numpy",
      "  - panel=1",
      "  - mypy",
      "  - hvplot",
      "  - opencv",
      "  - libgdal",
      "  - cudatoolkit=11.8",
      "  - pip:",
      "      - holoviews==1.19",
      "      - private @ git+https://example.com/private.git",
    ];
    const texts = {
      "pyproject.toml": '[project]\nname = "a"\nversion = "1"\ndependencies = ["numpy"]\n',
      [path]: environment.join("\n"),
      "panel/app.py": "import panel as pn\nimport hvplot.pandas\nimport cv2\n",
    };
    const listed = (name: string, word = name, specifier = ""): ReturnType<typeof dependency> => {
      const line = environment.findIndex(text => text.includes(`- ${word}`)) + 1;
      return dependency(name, { group: "panel", specifier, place: at(`${path}:${line}`) });
    };
    const parts = {
      manifests: [{ path, kind: "environment.yml", includes: [] }],
      entryPoints: [entryPoint("server", "panel/app.py", "panel serve panel/app.py", { place: at("panel/app.py:1") })],
      frameworks: [{ name: "panel", place: at("panel/app.py:1") }],
      dependencies: [
        dependency("numpy"),
        dependency("mypy", { group: "test" }),
        listed("numpy"),
        listed("panel", "panel", "==1.*"),
        listed("mypy"),
        listed("hvplot"),
        listed("opencv-python", "opencv"),
        listed("libgdal"),
        listed("cudatoolkit", "cudatoolkit", "==11.8.*"),
        listed("holoviews", "holoviews", "==1.19"),
        listed("private"),
      ],
    };
    const build = stage(await dockerfile("pip", null, texts, parts), "build");
    assert.match(build, /pip install 'panel==1\.\*' hvplot opencv-python holoviews==1\.19\n/);
    const declared = { ...parts, dependencies: [...parts.dependencies, dependency("panel")] };
    assert.doesNotMatch(await dockerfile("pip", null, texts, declared), /hvplot/);
  });

  it("install the extra that alone brings what is started", async () => {
    const poetry =
      '[tool.poetry.dependencies]\npython = "^3.11"\nflask = {version = "*", optional = true}\n' +
      '[tool.poetry.extras]\nbackend = ["flask", "gunicorn"]\ndocs = ["mkdocs"]\n';
    const optional = { group: "backend", place: at("pyproject.toml:3") };
    const parts = {
      frameworks: [{ name: "flask", place: at("app.py:1") }],
      dependencies: [dependency("flask", optional), dependency("gunicorn", optional)],
    };
    const texts = { "pyproject.toml": poetry, "poetry.lock": "" };
    assert.match(stage(await dockerfile("poetry", "poetry.lock", texts, parts), "build"), /poetry export .*backend/);
    const main = { ...parts, dependencies: [dependency("flask"), dependency("gunicorn")] };
    assert.doesNotMatch(await dockerfile("poetry", "poetry.lock", texts, main), /backend/);
  });

  it("install the group that alone brings the server, and the extra that alone brings the database's driver", async () => {
    const inGroup = (group: string): ReturnType<typeof dependency> =>
      dependency("gunicorn", { group, place: at("pyproject.toml:6") });
    const texts = {
      "uv.lock": "",
      "pyproject.toml":
        '[project]\nname = "a"\ndependencies = []\n[project.optional-dependencies]\npg = []\ndev = []\n[dependency-groups]\ndocker = []\n',
    };
    const lines = async (driver: string, ...others: readonly string[]): Promise<string> =>
      stage(
        await dockerfile("uv", "uv.lock", texts, {
          integrations: ["postgres", ...others].map(name => integration(name, ["DB_HOST"])),
          dependencies: [
            inGroup("docker"),
            dependency("asyncpg", { group: "pg" }),
            dependency("psycopg2", { group: driver }),
          ],
        }),
        "build",
      );
    assert.match(await lines("pg"), /uv sync .*--extra pg --group docker/);
    assert.match(await lines("pg", "mysql"), /--extra pg/, "beside a server that the stack lacks");
    assert.doesNotMatch(await lines("main"), /--extra pg/);
    assert.doesNotMatch(await lines("dev"), /--extra dev/);
  });

  it("mount every file that requirements include, and nothing of the source", async () => {
    const text = await dockerfile("pip", null, {
      "requirements.txt": "-r requirements/base.txt\n-c constraints.txt\n",
      "requirements/base.txt": "flask\n",
      "constraints.txt": "",
    });
    const build = stage(text, "build");
    for (const path of ["requirements.txt", "requirements/base.txt", "constraints.txt"])
      assert.match(build, new RegExp(`source=${path},target=${path}`));
    assert.doesNotMatch(build, /^COPY/m);
  });

  it("verify hashes where the requirements have them", async () => {
    assert.match(
      await dockerfile("pip-tools", null, { "requirements.txt": "flask==3 \\\n  --hash=sha256:0\n" }),
      /pip install --require-hashes --requirement requirements\.txt/,
    );
  });

  it("verify the hashes that there are where version control has none", async () => {
    const build = stage(
      await dockerfile("pip-tools", null, {
        "requirements.txt":
          "flask==3 \\\n  --hash=sha256:0\nmetrics @ git+https://example.com/metrics.git@0a1b2c\n    # via -r requirements.in\n",
      }),
      "build",
    );
    assert.match(build, /sed -E '\/\(git\|hg\|svn\|bzr\)\\\+\/d' requirements\.txt > \/tmp\/hashed\.txt/);
    assert.match(build, /pip install --require-hashes --no-deps --requirement \/tmp\/hashed\.txt/);
    assert.match(build, /pip install --no-deps --requirement \/tmp\/unhashed\.txt/);
    const hashed = "flask==3 --hash=sha256:0\n";
    for (const list of [
      `-r base.txt\n${hashed}a @ git+https://example.com/a.git@0\n`,
      `${hashed}a @ git+https://example.com/a.git@0 \\\n    ; python_version > "3"\n`,
    ]) {
      const whole = await dockerfile("pip-tools", null, { "requirements.txt": list, "base.txt": "" });
      assert.match(whole, /pip install --require-hashes --requirement requirements\.txt/, list);
    }
  });

  it("install the project itself only once its source is there", async () => {
    const text = await dockerfile("pip", null, {
      "requirements.txt": "-e .\nflask\n",
      "setup.py": "setup(package_dir={'': 'src'})",
      "src/shop/__init__.py": "",
    });
    assert.match(stage(text, "build"), /sed .*requirements\.txt > requirements\.dependencies\.txt/);
    assert.match(stage(text, "package"), /COPY \. \.\n[^]*pip install \./);
  });

  it("install a project that its own list names", async () => {
    const text = await dockerfile("pip", null, {
      "requirements.txt": "gunicorn\n-e .\n",
      "setup.py": "setup(install_requires=['flask'])",
      "shop.py": "",
    });
    assert.match(stage(text, "package"), /COPY \. \.\n[^]*pip install \./);
  });

  it("use the lock of uv, and the project as a copy", async () => {
    const text = await dockerfile("uv", "uv.lock", {
      "uv.lock": "",
      "x/__init__.py": "",
      "pyproject.toml":
        '[project]\nname="x"\ndependencies=[]\n[dependency-groups]\ndev=[]\n[build-system]\nrequires=["hatchling"]\nbuild-backend="hatchling.build"\n',
    });
    assert.match(stage(text, "build"), /uv sync --locked --no-install-project --no-dev/);
    assert.match(stage(text, "dev"), /--group dev/);
    assert.match(stage(text, "package"), /uv sync --locked --no-dev --no-editable/);
    assert.match(text, /UV_PYTHON_DOWNLOADS=never/);
  });

  it("look no further than the lock of a uv workspace in the first step", async () => {
    const member = '[project]\nname="api"\ndependencies=["common"]\n[tool.uv.sources]\ncommon = { workspace = true }\n';
    const text = await dockerfile(
      "uv",
      "uv.lock",
      {},
      {
        units: [
          {
            name: "api",
            path: "packages/api",
            recon: recon({
              packageManager: { name: "uv", lock: "uv.lock", place: at("uv.lock:1") },
              entryPoints: [entryPoint("asgi", "app:app", "uvicorn app:app")],
            }),
          },
        ],
        entryPoints: [],
      },
    ).then(async () =>
      dockerfile(
        "uv",
        "uv.lock",
        {
          "uv.lock": "",
          "pyproject.toml": '[tool.uv.workspace]\nmembers=["packages/*"]\n',
          "packages/api/pyproject.toml": member,
          "packages/common/pyproject.toml": '[project]\nname="common"\n',
        },
        {
          units: [
            {
              name: "api",
              path: "packages/api",
              recon: recon({
                packageManager: { name: "uv", lock: "uv.lock", place: at("uv.lock:1") },
                entryPoints: [entryPoint("asgi", "app:app", "uvicorn app:app")],
              }),
            },
          ],
        },
      ),
    );
    assert.match(stage(text, "build"), /uv sync --frozen --package api --no-install-workspace/);
    assert.match(stage(text, "package"), /COPY packages\/common \/app\/packages\/common/);
    assert.match(stage(text, "package"), /uv sync --locked --package api/);
  });

  it("install all members of a uv workspace where what starts lies in one that its root does not need", async () => {
    const root = (needs: string): string =>
      `[project]\nname="eggs"\nversion="1"\ndependencies=[${needs}]\n[tool.uv.workspace]\nmembers=["./kitchen", "spice"]\n[tool.uv.sources]\nkitchen = { workspace = true }\n`;
    const text = (needs: string): Promise<string> =>
      dockerfile(
        "uv",
        "uv.lock",
        {
          "uv.lock": "",
          "pyproject.toml": root(needs),
          "kitchen/pyproject.toml": '[project]\nname="kitchen"\n[project.scripts]\neggs="kitchen:main"\n',
          "spice/pyproject.toml": '[project]\nname="spice"\n',
        },
        { entryPoints: [entryPoint("cli", "eggs", "eggs", { place: at("kitchen/pyproject.toml:4") })] },
      );
    const open = await text("");
    assert.match(stage(open, "build"), /uv sync --frozen --all-packages --no-install-workspace --no-dev/);
    assert.match(stage(open, "package"), /uv sync --locked --all-packages --no-dev/);
    assert.match(stage(open, "dev"), /uv sync --locked --all-packages --inexact/);
    assert.doesNotMatch(await text('"kitchen"'), /--all-packages/);
  });

  it("let pip install the groups that what runs needs", async () => {
    const files = {
      "pyproject.toml":
        '[project]\nname="x"\ndependencies=["flask"]\n[dependency-groups]\nprod=["gunicorn"]\ndev=["pytest"]\n[build-system]\nrequires=["hatchling"]\nbuild-backend="hatchling.build"\n',
    };
    const text = await dockerfile("pip", null, files);
    assert.match(stage(text, "build"), /--upgrade-deps[^]*pip install --group prod/);
    assert.doesNotMatch(stage(text, "build"), /--group dev/);
  });

  it("show uv the manifests of all members of a workspace that has no lock", async () => {
    const files = {
      "pyproject.toml": '[project]\nname="eggs"\ndependencies=["spice"]\n[tool.uv.workspace]\nmembers=["libs/*"]\n',
      "libs/spice/pyproject.toml": '[project]\nname="spice"\n',
      "other/pyproject.toml": '[project]\nname="other"\n',
    };
    const open = stage(await dockerfile("uv", null, files), "build");
    assert.match(open, /source=libs\/spice\/pyproject\.toml,target=libs\/spice\/pyproject\.toml/);
    assert.doesNotMatch(open, /other/);
    const locked = stage(await dockerfile("uv", "uv.lock", { ...files, "uv.lock": "" }), "build");
    assert.doesNotMatch(locked, /source=libs/);
  });

  it("show Poetry and uv the folders that dependencies come from, where no lock says what these need", async () => {
    const spice = { "spice/pyproject.toml": '[project]\nname="spice"\n', "spice/spice.py": "" };
    const poetry = {
      ...spice,
      "pyproject.toml":
        '[tool.poetry]\nname="x"\n[tool.poetry.dependencies]\nspice={ path = "spice", develop = true }\n',
    };
    const uv = {
      ...spice,
      "pyproject.toml": '[project]\nname="x"\ndependencies=["spice"]\n[tool.uv.sources]\nspice={ path = "spice" }\n',
    };
    const shown = /source=spice,target=spice,rw/;
    assert.match(stage(await dockerfile("poetry", null, poetry), "build"), shown);
    assert.match(stage(await dockerfile("uv", null, uv), "build"), shown);
    const locked = await dockerfile("poetry", "poetry.lock", { ...poetry, "poetry.lock": "" });
    assert.doesNotMatch(stage(locked, "build"), shown);
    assert.doesNotMatch(stage(await dockerfile("uv", "uv.lock", { ...uv, "uv.lock": "" }), "build"), shown);
  });

  it("let Poetry of the lock's major version hand its lock to pip", async () => {
    const lock = "# This file is automatically @generated by Poetry 1.8.3 and should not be changed by hand.\n";
    const text = await dockerfile("poetry", "poetry.lock", {
      "poetry.lock": lock,
      "pyproject.toml": '[tool.poetry]\nname="x"\n[tool.poetry.group.dev.dependencies]\npytest="*"\n',
    });
    assert.match(text, /poetry==1\./);
    assert.match(stage(text, "build"), /poetry export --output \S+ \\\n && pip install --no-deps --require-hashes/);
    assert.match(stage(text, "dev"), /poetry export --with dev/);
  });

  it("ask for no hashes where the lock holds sources that have none", async () => {
    const text = await dockerfile("poetry", "poetry.lock", {
      "poetry.lock": '[package.source]\ntype = "git"\n',
      "pyproject.toml": '[tool.poetry]\nname="x"\n',
    });
    assert.match(text, /--without-hashes/);
    assert.doesNotMatch(text, /--require-hashes/);
  });

  it("ask for no hashes where an old Poetry wrote none", async () => {
    const text = (files: string): Promise<string> =>
      dockerfile("poetry", "poetry.lock", {
        "pyproject.toml": '[tool.poetry]\nname="a"\n[tool.poetry.dependencies]\narq="*"\n',
        "poetry.lock": `[[package]]\nname = "arq"\nversion = "0.25.0"\n\n[package.extras]\nwatch = []\n\n[metadata]\nlock-version = "1.1"\n\n[metadata.files]\n${files}`,
      });
    assert.match(
      await text("arq = []\n"),
      /poetry export --without-hashes --output[\s\S]*pip install --no-deps --requirement/,
    );
    assert.match(await text('arq = [\n    {file = "arq.whl", hash = "sha256:1"},\n]\n'), /--require-hashes/);
  });

  it("stop at a lock of PDM or Pipenv that is out of date", async () => {
    const pyproject = '[project]\nname="x"\ndependencies=[]\n';
    assert.match(
      await dockerfile("pdm", "pdm.lock", { "pdm.lock": "", "pyproject.toml": pyproject }),
      /pdm lock --check \\\n && pdm export --prod --output \S+ \\\n && pip install --no-deps --require-hashes/,
    );
    // A later PDM takes a lock of the older format for stale.
    const old = '[metadata]\nlock_version = "4.4.1"\n';
    assert.match(
      await dockerfile("pdm", "pdm.lock", { "pdm.lock": old, "pyproject.toml": pyproject }),
      /pdm==2\.16\.1/,
    );
    assert.match(
      await dockerfile("pdm", "pdm.lock", { "pdm.lock": old.replace("4.4.1", "4.5.0"), "pyproject.toml": pyproject }),
      /pdm\[locked\]==2\.29/,
    );
    assert.match(
      await dockerfile("pipenv", "Pipfile.lock", { Pipfile: "", "Pipfile.lock": "{}" }),
      /pipenv install --deploy/,
    );
  });

  it("install a lock as it stands where its Pipfile was changed after it", async () => {
    const source = '[[source]]\nname = "shop"\nurl = "https://packages.shop.example/simple"\nverify_ssl = true\n';
    const pipfile = `${source}[packages]\nflask = "*"\n[requires]\npython_version = "3.11"\n`;
    const lock = (hash: string): string => JSON.stringify({ _meta: { hash: { sha256: hash } }, default: {} });
    // What plette, which Pipenv hashes with, gives for this Pipfile.
    const current = lock("69aa6d78f4550c8373bbf932f733bedeb8397ea8073fa4d4d15a05bb2a6187b9");
    assert.match(
      await dockerfile("pipenv", "Pipfile.lock", { Pipfile: pipfile, "Pipfile.lock": current }),
      /pipenv install --deploy\n/,
    );
    const stale = await dockerfile("pipenv", "Pipfile.lock", {
      Pipfile: `${pipfile}#\n`.replace("flask", "bottle"),
      "Pipfile.lock": current,
    });
    assert.match(stale, /pipenv sync\n/);
    assert.match(stale, /pipenv sync --dev\n/);
  });

  it("renew a lock of Poetry, and take one of uv as it stands, that is older than its manifest", async () => {
    const old = `content-hash = "${"0".repeat(64)}"\n`;
    const manifest = '[tool.poetry.dependencies]\npython = "^3.11"\n';
    const by = (version: string): Promise<string> =>
      dockerfile("poetry", "poetry.lock", {
        "pyproject.toml": manifest,
        "poetry.lock": `# This file is automatically @generated by Poetry ${version} and should not be changed by hand.\n${old}`,
      });
    assert.match(stage(await by("2.1.3"), "build"), /target=poetry\.lock,rw \\\n\s+poetry lock \\\n && poetry export/);
    assert.match(stage(await by("1.8.4"), "build"), /poetry lock --no-update \\\n && poetry export/);
    const uv = await dockerfile("uv", "uv.lock", {
      "pyproject.toml": '[project]\nname = "a"\nversion = "2"\n',
      "uv.lock": '[[package]]\nname = "a"\nversion = "1"\nsource = { virtual = "." }\n',
    });
    assert.match(stage(uv, "build"), /uv sync --frozen --no-install-project/);
    assert.doesNotMatch(uv, /--locked/);
  });

  it("read dependencies from the metadata before the source is there", async () => {
    const text = await dockerfile("hatch", null, {
      "pyproject.toml":
        '[project]\nname="x"\ndependencies=["flask"]\n[project.optional-dependencies]\ntest=["pytest"]\n[build-system]\nrequires=["hatchling"]\n',
    });
    assert.match(stage(text, "build"), /tomllib/);
    assert.match(stage(text, "dev"), /'optional-dependencies', \{\}\)\.get\('test'/);
  });

  it("install what the imports name where no file declares anything", async () => {
    const text = await dockerfile(
      "none",
      null,
      { "app.py": "from flask import Flask\nimport mysql.connector\nimport secret_sdk\n" },
      {
        packageManager: { name: "none", lock: null, place: null },
        dependencies: [],
        undeclared: [
          { module: "flask", distribution: "flask", place: at("app.py:1") },
          { module: "mysql.connector", distribution: "mysql-connector-python", place: at("app.py:2") },
          { module: "secret_sdk", distribution: null, place: at("app.py:3") },
        ],
      },
    );
    assert.match(
      stage(text, "build"),
      /No file lists what runs[^]*pip install flask mysql-connector-python gunicorn==/,
    );
  });

  it("take the extra that has the test runner, whatever its name", async () => {
    const text = await dockerfile(
      "pip",
      null,
      {
        "requirements.txt": "termcolor\n",
        "x.py": "",
        "pyproject.toml":
          '[project]\nname="x"\ndependencies=["termcolor"]\n[project.scripts]\nx="x:main"\n[project.optional-dependencies]\ncli=["pytest"]\n[build-system]\nrequires=["hatchling"]\nbuild-backend="hatchling.build"\n',
      },
      {
        dependencies: [dependency("termcolor"), dependency("pytest", { group: "cli", place: at("pyproject.toml:8") })],
        entryPoints: [entryPoint("cli", "x", "x", { place: at("pyproject.toml:5") })],
      },
    );
    assert.match(stage(text, "dev"), /--editable "\.\[cli\]"/);
  });

  it("install what the application loads where its static files are collected", async () => {
    const text = await dockerfile(
      "pip",
      null,
      { "requirements.txt": "django\npython-magic\n" },
      {
        dependencies: [
          dependency("gunicorn"),
          dependency("python-magic", { systemPackages: { build: [], runtime: ["libmagic1"] } }),
        ],
        static: { command: ["python", "manage.py", "collectstatic"], folder: "static", place: at("settings.py:4") },
      },
    );
    assert.match(stage(text, "package"), /install -y --no-install-recommends libmagic1\nCOPY/);
  });

  it("take a distribution of the workspace from its folder", async () => {
    const unit = recon({
      packageManager: { name: "pip", lock: null, place: at("api/requirements.txt:1") },
      manifests: [{ path: "api/requirements.txt", kind: "requirements", includes: [] }],
      dependencies: [dependency("my-common", { place: at("api/requirements.txt:1") })],
      entryPoints: [entryPoint("asgi", "app:app", "uvicorn app:app")],
    });
    const text = await dockerfile(
      "pip",
      null,
      { "api/requirements.txt": "my_common\n", "libs/common/pyproject.toml": '[project]\nname="my.common"\n' },
      { units: [{ name: "api", path: "api", recon: unit }] },
    );
    assert.match(stage(text, "build"), /source=libs\/common,target=\/app\/libs\/common,rw/);
    assert.match(stage(text, "build"), /pip install \.\.\/libs\/common --requirement requirements\.txt/);
  });

  it("pass logins of a private index as a build secret", async () => {
    const text = await dockerfile("pip", null, {
      "requirements.txt": "--extra-index-url https://packages.company.example/simple\nflask\n",
    });
    assert.match(stage(text, "build"), /--mount=type=secret,id=netrc,target=\/root\/\.netrc/);
    assert.doesNotMatch(text, /^ARG .*(?:TOKEN|PASSWORD)/m);
  });
});
