import assert from "node:assert/strict";
import fc from "fast-check";
import { applyEdits } from "../../../src/lint/fixes";
import { WORKSPACE_RULES } from "../../../src/lint/registry";
import { lintExample } from "./examples";
import { WORKSPACE_CASES } from "./workspace-cases";

const NAMES: Readonly<Record<string, string>> = { C: "compose.yaml", D: "Dockerfile" };

/** The files of all cases, to be disturbed. */
const ALL = Object.entries(WORKSPACE_CASES).flatMap(([id, cases]) =>
  [...cases.bad, ...cases.good].map(files => ({ id, files })),
);

describe("cases of the rules across files", () => {
  for (const rule of WORKSPACE_RULES) {
    const cases = WORKSPACE_CASES[rule.id];
    if (cases === undefined) continue;
    it(`${rule.id} ${rule.code}`, () => {
      const messages = (files: Readonly<Record<string, string>>): readonly string[] => {
        const named = Object.entries(files).map(([path, text]) => [NAMES[path] ?? path, text] as const);
        return lintExample(rule, new Map(named)).map(finding => finding.message);
      };
      for (const files of cases.bad) assert.ok(messages(files).length > 0, `not found in ${JSON.stringify(files)}`);
      for (const files of cases.good) assert.deepEqual(messages(files), [], `found in ${JSON.stringify(files)}`);
      for (const files of cases.bad) for (const message of messages(files)) assert.ok(message.length <= 160, message);
    });
  }

  it("base-python-mismatch reads a constraint that is written as Poetry writes it", () => {
    const rule = WORKSPACE_RULES.find(({ id }) => id === "base-python-mismatch");
    assert.ok(rule?.facts?.python);
    const { python } = rule.facts;
    const place = { path: "pyproject.toml", line: 3, column: 10, text: "", confidence: "high" } as const;
    const messages = (specifier: string, image: string): number =>
      lintExample(
        { ...rule, facts: { ...rule.facts, python: { ...python, requires: { specifier, place } } } },
        new Map([["Dockerfile", `FROM ${image}\n`]]),
      ).length;
    for (const specifier of ["^3.11", "~3.11", "3.11.*", ">=3.9 <4"]) {
      assert.equal(messages(specifier, "python:3.11-slim"), 0, specifier);
      assert.equal(messages(specifier, "python:3.8-slim"), 1, specifier);
    }
    assert.equal(messages("^3.11", "python:3.11.4"), 0);
    assert.equal(messages("^3.11.5", "python:3.11.4"), 1);
  });

  it("stale-lock says what the install does about it", () => {
    const rule = WORKSPACE_RULES.find(({ id }) => id === "stale-lock");
    assert.ok(rule);
    const locksAnew = (step: string, lock: string): boolean => {
      const files = { Dockerfile: `FROM python:3.13-slim\nCOPY . .\n${step}\n`, [lock]: 'name = "other"\n' };
      const [found] = lintExample(rule, new Map(Object.entries(files)));
      assert.ok(found, step);
      return found.message.includes("takes its own versions");
    };
    assert.ok(locksAnew("RUN uv sync", "uv.lock"));
    assert.ok(locksAnew("RUN pdm install", "pdm.lock"));
    assert.ok(!locksAnew("RUN uv sync --frozen", "uv.lock"));
    assert.ok(!locksAnew("ENV UV_LOCKED=1\nRUN uv sync", "uv.lock"));
    assert.ok(!locksAnew("RUN pdm sync", "pdm.lock"));
    assert.ok(!locksAnew("RUN poetry install", "poetry.lock"));
  });

  it("development-server knows the switches of frameworks from those of their parts", () => {
    const rule = WORKSPACE_RULES.find(({ id }) => id === "development-server");
    const [read] = WORKSPACE_RULES.find(({ id }) => id === "misspelt-variable")?.facts?.environment ?? [];
    assert.ok(rule && read);
    const isTold = (name: string): boolean => {
      const facts = { environment: [{ ...read, name }] };
      const text = `FROM python:3.13-slim\nENV ${name}=1\nCMD gunicorn app:app\n`;
      return lintExample({ ...rule, facts }, new Map([["Dockerfile", text]])).length > 0;
    };
    for (const name of ["DEBUG", "DJANGO_DEBUG", "APP_DEBUG", "FLASK_DEBUG"]) assert.ok(isTold(name), name);
    for (const name of ["SQL_DEBUG", "EMAIL_DEBUG", "XDEBUG"]) assert.ok(!isTold(name), name);
  });

  it("development-server drops an option only behind the word before it", () => {
    const rule = WORKSPACE_RULES.find(({ id }) => id === "development-server");
    assert.ok(rule);
    const fixed = (body: string): string | null => {
      const text = `FROM python:3.13-slim\n${body}\n`;
      const [found] = lintExample(rule, new Map([["Dockerfile", text]]));
      assert.ok(found, body);
      return found.fixes[0] ? applyEdits(text, found.fixes[0].edits).split("\n").slice(1, -1).join("\n") : null;
    };
    assert.equal(fixed('CMD ["uvicorn", "a:b", "--reload", "--port", "80"]'), 'CMD ["uvicorn", "a:b", "--port", "80"]');
    assert.equal(fixed("CMD uvicorn a:b \\\n  --reload"), "CMD uvicorn a:b");
    assert.equal(fixed('ENTRYPOINT ["uvicorn", "a:b"]\nEXPOSE 80\nCMD ["--reload"]'), null);
  });

  it("copy-before-install names what a list includes, and does not offer to copy the list alone", () => {
    const rule = WORKSPACE_RULES.find(({ id }) => id === "copy-before-install");
    assert.ok(rule);
    const [found] = lintExample(
      rule,
      new Map([
        ["Dockerfile", "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n"],
        ["requirements.txt", "-r base.txt\nflask\n"],
        ["base.txt", "requests\n"],
      ]),
    );
    assert.match(found?.message ?? "", /Copy `requirements\.txt` and what it includes first\.$/);
    assert.deepEqual(found?.fixes, []);
  });

  it("copy-before-install moves the install alone where its list is there before", () => {
    const rule = WORKSPACE_RULES.find(({ id }) => id === "copy-before-install");
    assert.ok(rule);
    const text = (steps: string): string => `FROM python:3.13-slim\n${steps}\n`;
    const install = "RUN pip install -r app/requirements.txt";
    const [found, ...others] = lintExample(
      rule,
      new Map([
        ["Dockerfile", text(`COPY app/requirements.txt app/\nCOPY app app\n${install}`)],
        ["app/requirements.txt", "flask\n"],
        ["app/main.py", ""],
      ]),
    );
    assert.deepEqual(others, []);
    assert.match(found?.message ?? "", /Install before it\.$/);
    const [fix] = found?.fixes ?? [];
    assert.equal(fix?.title, "Install before the COPY");
    assert.equal(
      applyEdits(text(`COPY app/requirements.txt app/\nCOPY app app\n${install}`), fix.edits),
      text(`COPY app/requirements.txt app/\n${install}\nCOPY app app`),
    );
  });

  it("missing-env-file tells a file that several services share once, and makes it optional everywhere", () => {
    const rule = WORKSPACE_RULES.find(({ id }) => id === "missing-env-file");
    assert.ok(rule);
    const text =
      "services:\n  a: &a\n    image: a\n    env_file:\n      - .env\n  b:\n    <<: *a\n  c:\n    env_file:\n      - .env\n";
    const [finding, ...others] = lintExample(rule, new Map([["compose.yaml", text]]));
    assert.deepEqual(others, []);
    const edits = finding?.fixes[0]?.edits.filter(({ path }) => path === undefined || path === "compose.yaml") ?? [];
    assert.equal(edits.length, 2);
    assert.equal(lintExample(rule, new Map([["compose.yaml", applyEdits(text, edits)]])).length, 0);
  });

  it("unprovided-variable leaves alone what only a sample has, and settings that nothing starts", () => {
    const rule = WORKSPACE_RULES.find(({ id }) => id === "unprovided-variable");
    const variable = rule?.facts?.environment?.[0];
    const place = variable?.places[0];
    assert.ok(rule && variable && place);
    const found = (...places: readonly (typeof place)[]) =>
      lintExample(
        {
          ...rule,
          facts: {
            ...rule.facts,
            imports: [{ from: "app.py", to: "base.py", line: 1, kind: "static" }],
            environment: [{ ...variable, places }],
          },
        },
        new Map([
          ["compose.yaml", "services:\n  web:\n    build: .\n"],
          ["Dockerfile", 'FROM python:3.13-slim\nCOPY . ./\nCMD ["gunicorn", "app:app"]\n'],
          ["base.py", "def key():\n    return os.environ['SECRET_KEY']\n"],
          ["production.py", 'import os\nSECRET_KEY = os.environ["SECRET_KEY"]\n'],
          [".env.example", "\nSECRET_KEY=\n"],
        ]),
      ).map(({ severity }) => severity);
    const text = 'SECRET_KEY = os.environ["SECRET_KEY"]';
    assert.deepEqual(found({ ...place, path: "production.py", text }), []);
    const sample = { ...place, path: ".env.example", text: "SECRET_KEY=", confidence: "low" as const };
    assert.deepEqual(found(sample), []);
    assert.deepEqual(found({ ...place, path: "base.py", text: "return os.environ['SECRET_KEY']" }, sample), [
      "warning",
    ]);
  });

  it("unprovided-variable gives the variable to the service where its file has a place for it", () => {
    const rule = WORKSPACE_RULES.find(({ id }) => id === "unprovided-variable");
    const variable = rule?.facts?.environment?.[0];
    assert.ok(rule && variable);
    const Dockerfile = 'FROM python:3.13-slim\nCOPY app.py ./\nCMD ["gunicorn", "app:app"]\n';
    const fixed = (service: string, ...names: readonly string[]): readonly (string | undefined)[] => {
      const environment = ["SECRET_KEY", ...names].map(name => ({ ...variable, name }));
      const text = `x-common: &common\n  A: b\nservices:\n  web:\n${service}\n  db: { image: own }\n`;
      const files = {
        "compose.yaml": text,
        Dockerfile,
        "app.py": 'import os\nSECRET_KEY = os.environ["SECRET_KEY"]\n',
      };
      const read = { ...rule, facts: { ...rule.facts, environment } };
      const [finding] = lintExample(read, new Map(Object.entries(files)));
      assert.ok(finding);
      return finding.fixes.flatMap(({ title, safe, edits }) => {
        assert.equal(safe, false);
        return [title, applyEdits(text, edits).split("  web:\n")[1]?.split("\n  db:")[0]];
      });
    };
    assert.deepEqual(fixed("    build: ."), [
      "Give SECRET_KEY to web",
      "    build: .\n    environment:\n      SECRET_KEY: ${SECRET_KEY:?}",
    ]);
    assert.deepEqual(fixed("    build: .\n    environment:\n      A: b\n    restart: always", "API_KEY"), [
      "Give SECRET_KEY and 1 more to web",
      "    build: .\n    environment:\n      A: b\n      SECRET_KEY: ${SECRET_KEY:?}\n      API_KEY: ${API_KEY:?}\n    restart: always",
    ]);
    assert.deepEqual(fixed('    build: .\n    environment:\n    - "A=b"  # own'), [
      "Give SECRET_KEY to web",
      '    build: .\n    environment:\n    - "A=b"  # own\n    - SECRET_KEY=${SECRET_KEY:?}',
    ]);
    // What others share, or stands in one line, is left to its owner.
    assert.deepEqual(fixed("    build: .\n    environment: *common"), []);
    assert.deepEqual(fixed("    build: .\n    environment: [A=b]"), []);
    assert.deepEqual(fixed("    build: .\n    environment: { A: b }"), []);
  });

  it("unprovided-variable says that the program stops only where an import reads it", () => {
    const rule = WORKSPACE_RULES.find(({ id }) => id === "unprovided-variable");
    const variable = rule?.facts?.environment?.[0];
    const place = variable?.places[0];
    assert.ok(rule && variable && place);
    const files = {
      "compose.yaml": "services:\n  web:\n    build: .\n",
      Dockerfile: 'FROM python:3.13-slim\nCOPY . ./\nCMD ["gunicorn", "app:app"]\n',
    };
    const found = (whole: string, column: number) =>
      lintExample(
        {
          ...rule,
          facts: {
            ...rule.facts,
            environment: [{ ...variable, places: [{ ...place, line: 1, text: whole.trim(), column }] }],
          },
        },
        new Map(Object.entries({ ...files, [place.path]: `${whole}\n` })),
      ).map(({ severity, message }) => [severity, / so it stops\. Add it\.$/.test(message)]);
    assert.deepEqual(found('KEY = os.environ["SECRET_KEY"]', 7), [["error", true]]);
    assert.deepEqual(found('KEY = bytes(env("SECRET_KEY"))', 13), [["error", true]]);
    assert.deepEqual(found("    SECRET_KEY: str", 5), [["error", true]]);
    assert.deepEqual(found("    key: SecretStr = Field(..., alias='SECRET_KEY')", 5), [["error", true]]);
    assert.deepEqual(found('    key: str = env("SECRET_KEY")', 16), [["warning", false]]);
    // In a function, and what `get` gives, which nobody looks at before something needs it.
    assert.deepEqual(found('    key = os.environ["SECRET_KEY"]', 11), [["warning", false]]);
    assert.deepEqual(found('            token = os.environ["SECRET_KEY"]', 21), [["warning", false]]);
    assert.deepEqual(found('    finally: return os.environ["SECRET_KEY"]', 21), [["warning", false]]);
    assert.deepEqual(found('KEY = os.environ.get("SECRET_KEY")', 7), [["warning", false]]);
    assert.deepEqual(found('KEY = os.getenv("SECRET_KEY")', 7), [["warning", false]]);
  });

  it("missing-entry-point shows no value that only an environment gives", () => {
    const rule = WORKSPACE_RULES.find(({ id }) => id === "missing-entry-point");
    assert.ok(rule);
    const told = (command: string, given: string): readonly string[] =>
      lintExample(
        rule,
        new Map([
          ["Dockerfile", `FROM python:3.13-slim\nWORKDIR /app\nCOPY main.py ./\nCMD ${command}\n`],
          ["compose.yaml", `services:\n  web:\n    build: .\n    ${given}\n`],
          ["secrets.env", "APP=hunter2:app\nFILE=hunter2.py\nSTART=/app/hunter2.sh\nOBJECT=main:hunter2\n"],
          ["main.py", "app = 1\n"],
        ]),
      ).map(({ message }) => message);
    for (const given of [
      "env_file: secrets.env",
      "environment: { APP: 'hunter2:app', FILE: hunter2.py, START: /app/hunter2.sh, OBJECT: 'main:hunter2' }",
    ])
      for (const name of ["APP", "FILE", "START", "OBJECT"]) {
        const program = { APP: "gunicorn ", FILE: "python ", START: "sh ", OBJECT: "uvicorn " }[name] ?? "";
        const [message, ...more] = told(`exec ${program}$${name}`, given);
        assert.deepEqual(more, []);
        assert.match(message ?? "", new RegExp(`starts \`\\$${name}\``));
        assert.doesNotMatch(message ?? "", /hunter2/);
      }
  });

  it("missing-entry-point reads modules by what the workspace calls its own", () => {
    const rule = WORKSPACE_RULES.find(({ id }) => id === "missing-entry-point");
    assert.ok(rule);
    const modules = ["shop", "shop.main", "shop.settings", "wsgi"].map(name => ({
      name,
      path: `${name.replaceAll(".", "/")}.py`,
      layer: 0,
      lines: 1,
      imports: [],
      docstring: null,
    }));
    const files = {
      "shop/__init__.py": "",
      "shop/main.py": "app = 1\n",
      "shop/settings.py": "",
      "wsgi.py": "app = 1\n",
    };
    const told = (dockerfile: string, compose = ""): number =>
      lintExample(
        { ...rule, facts: { ...rule.facts, modules: modules as never } },
        new Map(
          Object.entries({
            ...files,
            Dockerfile: `FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\n${dockerfile}\n`,
            ...(compose === "" ? {} : { "compose.yaml": compose }),
          }),
        ),
      ).length;
    for (const wrong of [
      "CMD celery -A shp worker",
      "CMD celery -A shop.celry worker",
      "CMD python -m shop.man",
      "CMD flask --app shop.mian:app run",
      "ENV DJANGO_SETTINGS_MODULE=shop.setings\nCMD gunicorn wsgi:app",
      "ENV FLASK_APP=wsgy.py\nCMD flask run",
      "RUN uv sync\nCMD gunicorn wsgy:app",
    ])
      assert.equal(told(wrong), wrong.includes("celry") ? 0 : 1, wrong);
    for (const right of [
      "CMD celery -A shop worker",
      "CMD celery -A shop.main worker",
      "CMD celery -A shop.main.app worker",
      "CMD python -m shop.main",
      "CMD python -m http.server",
      "CMD python -m kombu.tools",
      "CMD flask --app shop.main:app run",
      "ENV DJANGO_SETTINGS_MODULE=shop.settings\nCMD gunicorn wsgi:app",
      "ENV DJANGO_SETTINGS_MODULE=other.settings\nCMD gunicorn wsgi:app",
      "ENV FLASK_APP=wsgi.py\nCMD flask run",
      "RUN uv sync\nCMD gunicorn paste:app",
    ])
      assert.equal(told(right), 0, right);
    const compose = (variable: string): string =>
      `services:\n  web: { build: ., environment: { DJANGO_SETTINGS_MODULE: ${variable} } }\n`;
    assert.equal(told("CMD gunicorn wsgi:app", compose("shop.setings")), 1);
    assert.equal(told("CMD gunicorn wsgi:app", compose("shop.settings")), 0);
  });

  it("missing-build-library leaves out what a package is built without where it is absent", () => {
    const rule = WORKSPACE_RULES.find(({ id }) => id === "missing-build-library");
    const [sample] = rule?.facts?.dependencies ?? [];
    assert.ok(rule && sample);
    const uwsgi = { ...sample, name: "uwsgi", systemPackages: { build: ["gcc", "libpcre3-dev"], runtime: [] } };
    const told = (packages: string): number =>
      lintExample(
        { ...rule, facts: { ...rule.facts, dependencies: [uwsgi] } },
        new Map(
          Object.entries({
            Dockerfile: `FROM python:3.13-slim\nCOPY requirements.txt ./\n${packages}RUN pip install -r requirements.txt\n`,
            "requirements.txt": "uwsgi\n",
          }),
        ),
      ).length;
    assert.equal(told("RUN apt-get install -y gcc\n"), 0);
    assert.equal(told(""), 1);
  });

  it("missing-build-library trusts what recon says of wheels for Python 3.11 and later, or with a list of wheels, alone", () => {
    const rule = WORKSPACE_RULES.find(({ id }) => id === "missing-build-library");
    const [sample] = rule?.facts?.dependencies ?? [];
    assert.ok(rule && sample);
    const aiohttp = { ...sample, name: "aiohttp", systemPackages: { build: ["gcc"], runtime: [] } };
    const told = (chosen: string, lock: string | null): number =>
      lintExample(
        {
          ...rule,
          facts: {
            dependencies: [aiohttp],
            python: { requires: null, pins: [], chosen, reason: "", problems: [] },
            packageManager: { name: lock === null ? "pip" : "poetry", lock, place: null },
          },
        },
        new Map(
          Object.entries({
            Dockerfile: `FROM python:${chosen}-slim\nCOPY requirements.txt ./\nRUN pip install -r requirements.txt\n`,
            "requirements.txt": "aiohttp==3.7.3\n",
          }),
        ),
      ).length;
    assert.equal(told("3.11", null), 1);
    assert.equal(told("3.9", "poetry.lock"), 1);
    assert.equal(told("3.9", null), 0);
    assert.equal(told("3.9", "Pipfile.lock"), 0);
  });

  it("missing-runtime-library leaves out what is imported without its library too, and what another program brings", () => {
    const rule = WORKSPACE_RULES.find(({ id }) => id === "missing-runtime-library");
    const [sample] = rule?.facts?.dependencies ?? [];
    assert.ok(rule && sample);
    const told = (name: string, library: string, more = ""): number =>
      lintExample(
        {
          ...rule,
          facts: { dependencies: [{ ...sample, name, systemPackages: { build: ["gcc"], runtime: [library] } }] },
        },
        new Map(
          Object.entries({
            Dockerfile: `FROM python:3.13 AS b\nRUN pip install -r requirements.txt\nFROM python:3.13-slim\n${more}COPY --from=b /usr/local /usr/local\n`,
            "requirements.txt": `${name}\n`,
          }),
        ),
      ).length;
    assert.equal(told("pyyaml", "libyaml-0-2"), 0);
    assert.equal(told("python-ldap", "libldap-2.5-0"), 1);
    assert.equal(told("python-ldap", "libldap-2.5-0", "RUN apt-get install -y curl\n"), 0);
  });

  it("hidden-environment moves what uv makes, and nothing that is named elsewhere", () => {
    const rule = WORKSPACE_RULES.find(({ id }) => id === "hidden-environment");
    assert.ok(rule);
    const compose = "services:\n  web: { build: ., volumes: ['.:/app'] }\n";
    const moved = (text: string): string | null => {
      const [finding] = lintExample(rule, new Map(Object.entries({ "compose.yaml": compose, Dockerfile: text })));
      const [fix] = finding?.fixes ?? [];
      return fix === undefined ? null : applyEdits(text, fix.edits);
    };
    const head = "FROM python:3.13-slim\nWORKDIR /app\n";
    assert.equal(
      moved(`${head}RUN uv sync\nENV PATH=/app/.venv/bin:$PATH\nCMD gunicorn a:b\n`),
      `${head}ENV UV_PROJECT_ENVIRONMENT=/opt/venv\nRUN uv sync\nENV PATH=/opt/venv/bin:$PATH\nCMD gunicorn a:b\n`,
    );
    assert.equal(moved(`${head}RUN uv sync\nCMD [".venv/bin/gunicorn", "a:b"]\n`), null);
    assert.equal(moved(`${head}RUN uv sync\nENV X=/srv/app/.venv\nCMD gunicorn a:b\n`), null);
    assert.equal(moved(`FROM b AS b\n${head}COPY --from=b /app/.venv /app/.venv\nCMD gunicorn a:b\n`), null);
  });

  it("missing-dockerfile knows one that git ignores", () => {
    const rule = WORKSPACE_RULES.find(({ id }) => id === "missing-dockerfile");
    assert.ok(rule);
    const files = new Map([["compose.yaml", "services:\n  web: { build: . }\n"]]);
    assert.equal(lintExample(rule, files, ["Dockerfile"]).length, 0);
    assert.equal(lintExample(rule, files, ["Dockerfile.dev"]).length, 1);
  });

  it("missing-copy-source tells what another step makes, and what a wildcard leaves out, more softly", () => {
    const rule = WORKSPACE_RULES.find(({ id }) => id === "missing-copy-source");
    assert.ok(rule);
    const told = (copy: string, script: string, others: Readonly<Record<string, string>> = {}): string | undefined => {
      const own = { Dockerfile: `FROM python:3.13-slim\nCOPY ${copy} /\n`, "app.py": "", "pre.sh": script };
      const files = { ...own, ...others };
      return lintExample(rule, new Map(Object.entries(files)))[0]?.severity;
    };
    assert.equal(told("shop.whl", ""), "error");
    assert.equal(told("shop.whl", "pip install shop.whl\n"), "error");
    assert.equal(told("shop.whl", 'cp dist/*.whl "${HERE}/shop.whl"\n'), "hint");
    assert.equal(told("shop.whl", "curl -L -o shop.whl https://example.org && ls\n"), "hint");
    assert.equal(told("*.whl", ""), "warning");
    assert.equal(told("App.py", ""), "error");
    for (const base of ["python:3.13-windowsservercore-ltsc2022 AS a\nFROM a", "mcr.microsoft.com/windows/nanoserver"])
      assert.equal(told("App.py", "", { Dockerfile: `FROM ${base}\nCOPY App.py /\n` }), "warning");
    assert.equal(told("web/out/site.js", "", { "web/.gitignore": "/out\n" }), "hint", "by the rules of its folder");
    assert.equal(told("web/out/site.js", "", { "api/.gitignore": "/out\n" }), "error");
  });

  it("give findings within the text however the files are disturbed", () => {
    const noise = fc.oneof(
      fc.constantFrom("\n", " ", ":", "'", '"', "$", "${", "}", "/", "..", "*", "[", "-", "FROM a\n", "\\\n"),
      fc.string({ unit: "binary", maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...ALL), noise, fc.nat(120), ({ id, files }, inserted, at) => {
        const rule = WORKSPACE_RULES.find(each => each.id === id);
        assert.ok(rule);
        const texts = new Map(
          Object.entries(files).map(([path, text]) => [
            NAMES[path] ?? path,
            text.slice(0, at) + inserted + text.slice(at),
          ]),
        );
        for (const finding of lintExample(rule, texts)) {
          const length = texts.get(finding.path)?.length ?? -1;
          assert.ok(finding.span.start >= 0 && finding.span.end <= length, finding.rule);
          for (const edit of finding.fixes.flatMap(fix => fix.edits)) {
            assert.ok(edit.span.end <= (texts.get(edit.path)?.length ?? -1), finding.rule);
          }
        }
      }),
      { numRuns: 500 },
    );
  }).timeout(20_000);

  it("are written for every rule", () => {
    const missing = WORKSPACE_RULES.filter(rule => !WORKSPACE_CASES[rule.id]?.bad.length);
    assert.deepEqual(
      missing.map(rule => rule.id),
      [],
    );
  });
});
