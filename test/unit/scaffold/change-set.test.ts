import assert from "node:assert/strict";
import ignore from "ignore";
import { parse } from "yaml";
import type { EntryPoint } from "../../../src/model/recon";
import type { ChangeSet, FileChange } from "../../../src/model/plan";
import { readRecon } from "../../../src/recon/read-recon";
import type { Recon } from "../../../src/model/recon";
import { scaffold } from "../../../src/scaffold/scaffold";
import { NO_SETTINGS } from "../../../src/settings/settings";
import { openWorkspace } from "../../../src/workspace/workspace";
import { memoryFiles } from "../../kit/memory-files";
import { applied, changesOf, overriding, RANDOM, type Texts } from "./plan-kit";
import { at, dependency, entryPoint, integration, recon, variable } from "./recon-kit";

const TEXTS: Texts = {
  "requirements.txt": "flask\ngunicorn\npsycopg2\n",
  "app.py": 'import os\nUPLOAD_FOLDER = "uploads"\n',
  "tests/test_app.py": "",
  ".gitignore": "__pycache__/\n",
};
const RECON: Recon = recon({
  root: "shop",
  packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
  manifests: [{ path: "requirements.txt", kind: "requirements", includes: [] }],
  dependencies: [
    dependency("flask"),
    dependency("gunicorn"),
    dependency("psycopg2", { systemPackages: { build: ["gcc", "libpq-dev"], runtime: ["libpq5"] } }),
  ],
  frameworks: [{ name: "flask", place: at("app.py:1") }],
  entryPoints: [entryPoint("wsgi", "app:app", "gunicorn app:app", { place: at("Procfile:1") })],
  integrations: [integration("postgres", ["DATABASE_URL"])],
  environment: [
    variable("DATABASE_URL", { required: true }),
    variable("SECRET_KEY", { required: true, secret: true }),
    variable("SITE", { required: true }),
  ],
  tests: { runner: "pytest", command: ["pytest"], place: at("tests/test_app.py:1") },
});

function file(changes: ChangeSet, path: string): FileChange {
  const found = changes.files.find(change => change.path === path);
  assert.ok(found, `${path} is not among ${changes.files.map(change => change.path).join(", ")}`);
  return found;
}

function changed(changes: ChangeSet): readonly string[] {
  return changes.files.filter(({ action }) => action !== "unchanged").map(({ path, action }) => `${action} ${path}`);
}

describe("the change set", () => {
  it("is nothing but unchanged files when it is made again", async () => {
    const first = await changesOf(RECON, TEXTS);
    const second = await changesOf(RECON, applied(TEXTS, first));
    assert.deepEqual(changed(second), []);
  });

  it("keeps the manifests of a workspace's members that uv reads, also those of documents", async () => {
    const member = (name: string): string => `[project]\nname = "${name}"\nversion = "1"\n`;
    const texts = {
      "pyproject.toml": `${member("shop")}dependencies = ["fastapi", "uvicorn"]\n[tool.uv.workspace]\nmembers = ["docs"]\n`,
      "docs/pyproject.toml": member("shop-docs"),
      "main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
    };
    const read = await readRecon(memoryFiles(texts), { name: "shop" });
    const changes = await changesOf(read, texts);
    assert.match(file(changes, "Dockerfile").text, /source=docs\/pyproject\.toml/);
    assert.doesNotMatch(file(changes, ".dockerignore").text, /^docs$/m);
  });

  it("is so where its own `.dockerignore` leaves out what looks like tests or a manifest", async () => {
    const texts = { ...TEXTS, "docs/conftest.py": "", "Dockerfiles/api/requirements.txt": "flask\n" };
    const [manifest] = RECON.manifests;
    assert.ok(manifest);
    const read = { ...RECON, manifests: [manifest, { ...manifest, path: "Dockerfiles/api/requirements.txt" }] };
    const second = await changesOf(read, applied(texts, await changesOf(read, texts)));
    assert.deepEqual(changed(second), []);
  });

  it("keeps a script of the image's in the context where a rule of the person's leaves its folder out", async () => {
    const texts = { ...TEXTS, ".dockerignore": "docker/\n" };
    const first = await changesOf(RECON, texts);
    assert.match(file(first, ".dockerignore").text, /^!docker\/check_environment\.py$/m);
    assert.deepEqual(changed(await changesOf(RECON, applied(texts, first))), []);
    assert.doesNotMatch(file(await changesOf(RECON, TEXTS), ".dockerignore").text, /!docker/);
  });

  it("writes over a Dockerfile without a word", async () => {
    const fresh = await changesOf(RECON, TEXTS);
    for (const blank of ["\n", "\r\n", "  \n\n"]) {
      const changes = await changesOf(RECON, { ...TEXTS, Dockerfile: blank });
      assert.equal(file(changes, "Dockerfile").action, "update");
      assert.deepEqual(
        changes.files.map(({ path, text }) => [path, text]),
        fresh.files.map(({ path, text }) => [path, text]),
      );
    }
  });

  it("is so where it named a line of the values that it adds to", async () => {
    const texts = { ...TEXTS, ".env": "\nAPP_PORT=8000\n" };
    const [web] = RECON.entryPoints;
    assert.ok(web);
    const read = {
      ...RECON,
      entryPoints: [{ ...web, port: 8000 }],
      ports: [{ port: 8000, source: "env", place: at(".env:2") }],
    };
    const first = await changesOf(read, texts);
    const second = await changesOf(read, applied(texts, first));
    assert.match(file(first, "docs/docker.md").text, /\(\.env\)/);
    assert.deepEqual(changed(second), []);
  });

  it("renews files of ours and respects files that were changed by hand", async () => {
    const after = { ...applied(TEXTS, await changesOf(RECON, TEXTS)) };
    const moved = { ...RECON, routes: [{ path: "/health", method: "GET", place: at("app.py:9") }] };
    assert.equal(file(await changesOf(moved, after), "Dockerfile").action, "update");
    const edited = { ...after, Dockerfile: (after["Dockerfile"] ?? "").replace("HEALTHCHECK", "# mine\nHEALTHCHECK") };
    assert.notEqual(file(await changesOf(moved, edited), "Dockerfile").action, "update");
    assert.match(file(await changesOf(moved, edited), "Dockerfile").text, /# mine/);
  });

  it("keeps compilers, tests and secrets out of the runtime stage", async () => {
    const { text } = file(await changesOf(RECON, TEXTS), "Dockerfile");
    const runtime = text.slice(text.indexOf("AS runtime"));
    assert.match(text.slice(0, text.indexOf("AS dev")), /gcc libpq-dev/);
    assert.match(runtime, /libpq5/);
    assert.doesNotMatch(runtime, /gcc|libpq-dev|debugpy|tests/);
    assert.match(text, /RUN rm -rf tests/);
    assert.doesNotMatch(text, /SECRET_KEY/);
    assert.doesNotMatch(text, /^# syntax/m);
  });

  it("writes random values once, and keeps those that are there", async () => {
    const fresh = file(await changesOf(RECON, TEXTS), ".env");
    assert.equal(fresh.secret, true);
    assert.match(fresh.text, /^SECRET_KEY=r{50}$/m);
    const kept = file(await changesOf(RECON, { ...TEXTS, ".env": "SECRET_KEY=mine\nSITE=\n" }), ".env");
    assert.equal(kept.action, "merge");
    assert.match(kept.text, /^SECRET_KEY=mine$/m);
    assert.match(kept.text, /^POSTGRES_PASSWORD=r{50}$/m);
    assert.doesNotMatch(kept.text, /^SITE=$/m);
  });

  it("hides generated values from git and from the build", async () => {
    const changes = await changesOf(RECON, TEXTS);
    for (const path of [".gitignore", ".dockerignore"])
      assert.ok(ignore().add(file(changes, path).text).ignores(".env"), path);
  });

  it("writes no generated value where git would take it", async () => {
    const changes = await changesOf(
      RECON,
      { ...TEXTS, ".gitignore": "!.env\n" },
      overriding({ files: ["env-file", "compose"] }),
    );
    assert.equal(
      changes.files.some(({ path }) => path === ".env"),
      false,
    );
    assert.deepEqual([...new Set(changes.problems.map(({ code }) => code))], ["secret-not-ignored"]);
  });

  it("makes no value for a file that git has, and does not begin to ignore it", async () => {
    const texts = { ...TEXTS, ".env": "SITE=shop\n", ".gitignore": "*.pyc\n" };
    for (const answer of [true, null]) {
      const workspace = await openWorkspace(RECON.root, memoryFiles(texts));
      const { files, problems } = await scaffold(RECON, workspace, NO_SETTINGS, RANDOM, path =>
        Promise.resolve(path === ".env" ? answer : false),
      );
      assert.equal(
        files.some(({ path }) => path === ".env"),
        false,
      );
      assert.doesNotMatch(files.find(({ path }) => path === ".gitignore")?.text ?? "", /^\.env$/m);
      const [told] = problems.filter(({ code }) => code === "secret-committed");
      assert.match(told?.message ?? "", /POSTGRES_PASSWORD/);
    }
    const fresh = await openWorkspace(RECON.root, memoryFiles(TEXTS));
    const { files } = await scaffold(RECON, fresh, NO_SETTINGS, RANDOM, () => Promise.resolve(null));
    assert.ok(files.some(({ path }) => path === ".env"));
  });

  it("tells of a file that the build needs and git ignores", async () => {
    const told = async (gitignore: string): Promise<readonly string[]> =>
      (await changesOf(RECON, { ...TEXTS, ".gitignore": gitignore })).problems
        .filter(({ code }) => code === "kept-out-of-git")
        .map(({ place }) => place.path);
    assert.deepEqual(await told("/docker\n"), ["docker/check_environment.py"]);
    assert.deepEqual(await told("Dockerfile\n.*\n"), ["Dockerfile", ".dockerignore"]);
    assert.deepEqual(await told("*.pyc\n"), []);
  });

  it("never shows a value in the other files", async () => {
    const made = (await changesOf(RECON, TEXTS)).files.filter(({ text }) => /r{50}/.test(text));
    assert.deepEqual(
      made.map(({ path }) => path),
      [".env"],
    );
  });

  it("says of each line which decision made it", async () => {
    const changes = await changesOf(RECON, TEXTS);
    const keys = new Set(changes.plan.decisions.map(({ key }) => key));
    const { text } = file(changes, "Dockerfile");
    const reasons = changes.reasons.filter(({ path }) => path === "Dockerfile");
    const lines = text.trimEnd().split("\n");
    for (const [index, line] of lines.entries()) {
      if (line === "") continue;
      const reason = reasons.find(({ start, end }) => start <= index + 1 && index + 1 <= end);
      assert.ok(reason, `no reason for line ${index + 1}: ${line}`);
      assert.ok(keys.has(reason.key), `${reason.key} is no decision`);
    }
  });

  it("points the application at the services by name, and keeps ports on this machine", async () => {
    const compose = parse(file(await changesOf(RECON, TEXTS), "compose.yaml").text, { merge: true }) as {
      services: Record<string, { environment: Record<string, string>; ports?: string[]; read_only?: boolean }>;
    };
    assert.match(
      compose.services["web"]?.environment["DATABASE_URL"] ?? "",
      /^postgresql:\/\/app:\$\{POSTGRES_PASSWORD:\?.*\}@db:5432\/app$/,
    );
    assert.deepEqual(compose.services["web"]?.ports, ["127.0.0.1:8000:8000"]);
    assert.equal(compose.services["db"]?.ports, undefined);
    assert.equal(compose.services["web"]?.read_only, true);
  });

  it("installs for the tests what setup.py asks for without a name", async () => {
    const place = at("setup.py:3");
    const packaged = recon({
      ...RECON,
      packageManager: { name: "setuptools", lock: null, place },
      dependencies: [dependency("flask", { place }), dependency("pytest", { place, group: "test" })],
    });
    const setup = "setup(name='shop', install_requires=['flask'], tests_require=['pytest'])\n";
    const { text } = file(await changesOf(packaged, { "app.py": "", "setup.py": setup }), "Dockerfile");
    assert.match(text, /AS dev\n(?:(?!AS test)[^])*pip install debugpy==\S+ pytest\b/);
  });

  it("leaves the variables of a command to the container's shell", async () => {
    const worker = entryPoint("worker", "tasks", 'sh -c "exec"', {
      command: ["sh", "-c", "exec celery --app tasks worker --pool $POOL"],
    });
    const recon = { ...RECON, entryPoints: [...RECON.entryPoints, worker] };
    const compose = parse(file(await changesOf(recon, TEXTS), "compose.yaml").text, { merge: true }) as {
      services: Record<string, { command?: string[] }>;
    };
    assert.deepEqual(compose.services["worker"]?.command, ["sh", "-c", "exec celery --app tasks worker --pool $$POOL"]);
  });

  it("saves answers in .drydock.yaml", async () => {
    const changes = await changesOf(RECON, TEXTS, overriding({ "web.port": 9000, "api/web.port": 1 }));
    const saved = parse(file(changes, ".drydock.yaml").text) as {
      decisions: unknown;
      units: unknown;
      generated: Record<string, string>;
    };
    assert.deepEqual(saved.decisions, { "web.port": 9000 });
    assert.deepEqual(saved.units, { api: { decisions: { "web.port": 1 } } });
    assert.match(saved.generated["Dockerfile"] ?? "", /^sha256:[0-9a-f]{64}$/);
    assert.match(file(changes, "Dockerfile").text, /EXPOSE 9000/);
  });

  it("leaves a file that Drydock never wrote as a conflict where it cannot be merged", async () => {
    assert.equal(
      file(await changesOf(RECON, { ...TEXTS, "docs/docker.md": "# Ours\n" }), "docs/docker.md").action,
      "conflict",
    );
  });

  it("leaves what is no text where it is, and says so", async () => {
    const { files, problems } = await changesOf(RECON, { ...TEXTS, "compose.yaml": "services:\0" });
    assert.equal(
      files.find(({ path }) => path === "compose.yaml"),
      undefined,
    );
    assert.match(
      problems.find(({ code }) => code === "target-unreadable")?.message ?? "",
      /^compose\.yaml is not written/,
    );
  });

  it("leaves a folder of that name where it is, and writes everything else", async () => {
    const known = { ...RECON, environment: [variable("SECRET_KEY", { required: true, secret: true })] };
    const { files, problems } = await changesOf(known, { ...TEXTS, ".env/dev-sample": "A=1\n" });
    assert.ok(!files.some(({ path }) => path === ".env"));
    assert.ok(files.some(({ path }) => path === "compose.yaml"));
    assert.match(problems.map(({ message }) => message).join(), /^\.env is not written: what is there is a folder/);
  });
});

describe("beside a .dockerignore that was made for another image", () => {
  const of = async (rules: string): Promise<Texts> =>
    applied({}, await changesOf(RECON, { ...TEXTS, ".dockerignore": rules }));

  it("writes one of its own where theirs leaves out what this image needs, with their other lines", async () => {
    const files = await of("big-files\ntests/\n");
    assert.equal(files[".dockerignore"], undefined, "theirs stays as it is");
    const rules = files["Dockerfile.dockerignore"] ?? "";
    assert.match(rules, /needs tests\/test_app\.py/);
    assert.match(rules, /^big-files$/m);
    assert.equal(ignore().add(rules).ignores("tests/test_app.py"), false);
    assert.equal(ignore().add(rules).ignores(".env"), true);
  });

  it("takes nothing of a list of what is allowed", async () => {
    const rules = (await of("*\n!/app.py\n!/requirements.txt\n"))["Dockerfile.dockerignore"] ?? "";
    assert.equal(ignore().add(rules).ignores("tests/test_app.py"), false);
    assert.equal(ignore().add(rules).ignores("static/site.css"), false);
  });

  it("adds to theirs where nothing is missing", async () => {
    const files = await of("big-files\n");
    assert.match(files[".dockerignore"] ?? "", /^big-files\n/);
    assert.equal(files["Dockerfile.dockerignore"], undefined);
  });
});

describe("several units for development", () => {
  it("publish no port twice, debuggers included", async () => {
    const unit = (name: string, port: number) => ({
      name,
      path: name,
      recon: recon({
        frameworks: [{ name: "flask", place: at(`${name}/app.py:1`) }],
        entryPoints: [entryPoint("wsgi", "app:app", `gunicorn app:app --bind 0.0.0.0:${port}`, { port })],
      }),
    });
    const units = [unit("adder", 8052), unit("broker", 8051), unit("counter", 8053)];
    const texts = Object.fromEntries(units.map(({ name }) => [`${name}/app.py`, "from flask import Flask\n"]));
    const files = applied({}, await changesOf(recon({ units }), texts));
    const published = ["compose.yaml", "compose.override.yaml"].flatMap(path =>
      [...(files[path] ?? "").matchAll(/127\.0\.0\.1:(\d+):\d+/g)].map(([, port]) => port),
    );
    assert.ok(published.length >= 9, "each has a port, a debugger and a port under it");
    assert.deepEqual(published, [...new Set(published)]);
  });
});

describe("beside a .dockerignore that leaves out the documentation", () => {
  it("needs no list of requirements that only the documentation has", async () => {
    const manifests: Recon["manifests"] = [
      ...RECON.manifests,
      { path: "docs/requirements.txt", kind: "requirements", includes: [] },
    ];
    const sphinx = dependency("sphinx", { group: "docs", place: at("docs/requirements.txt:1") });
    const documented = { ...RECON, manifests, dependencies: [...RECON.dependencies, sphinx] };
    const texts = { ...TEXTS, "docs/requirements.txt": "sphinx\n", ".dockerignore": "docs\n" };
    const files = applied({}, await changesOf(documented, texts));
    assert.equal(files["Dockerfile.dockerignore"], undefined);
    const extras = { ...documented, dependencies: RECON.dependencies };
    const own = applied({}, await changesOf(extras, { ...texts, "docs/requirements.txt": "-e .[docs]\n" }));
    assert.equal(own["Dockerfile.dockerignore"], undefined);
  });
});

describe("the change set beside files of a person", () => {
  const theirs: Texts = {
    ...TEXTS,
    Dockerfile:
      'FROM python:3.11-slim\nWORKDIR /srv\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["gunicorn", "app:app"]\n',
    "docker-compose.yml":
      "services:\n  backend:\n    build: .\n    ports: ['80:8000']\n  postgres:\n    image: postgres:15\n    environment:\n      POSTGRES_USER: shop\n      POSTGRES_PASSWORD: pw\n",
  };
  const known = {
    ...RECON,
    docker: { dockerfiles: ["Dockerfile"], composeFiles: ["docker-compose.yml"], ignoreFiles: [], devcontainers: [] },
  };

  it("merges into their Compose file and makes no second one", async () => {
    const changes = await changesOf(known, theirs);
    const merged = file(changes, "docker-compose.yml");
    assert.equal(merged.action, "merge");
    assert.equal(
      changes.files.some(({ path }) => path === "compose.yaml"),
      false,
    );
    const { services } = parse(merged.text) as { services: Record<string, Record<string, unknown>> };
    assert.deepEqual(Object.keys(services), ["backend", "postgres"]);
    assert.deepEqual(services["backend"]?.["ports"], ["80:8000"]);
    assert.ok(services["postgres"]?.["healthcheck"]);
    assert.deepEqual(Object.keys(services["backend"]?.["depends_on"] ?? {}), ["postgres"]);
  });

  it("writes no development files for stages that their Dockerfile lacks", async () => {
    const paths = (await changesOf(known, theirs)).files.map(({ path }) => path);
    for (const path of ["docker-compose.override.yml", "docker-compose.test.yml", ".vscode/launch.json"])
      assert.ok(!paths.includes(path), path);
  });

  describe("whose services start one image in several ways", () => {
    const shared: Texts = {
      ...theirs,
      Dockerfile: "FROM python:3.11-slim\nWORKDIR /srv\nCOPY . .\nRUN pip install -r requirements.txt\n",
      "docker-compose.yml": `services:
  listener:
    build: .
    image: shop-image
    entrypoint: [python, listen.py]
  api:
    image: shop-image
    entrypoint: [flask, run, --host=0.0.0.0, --port=80]
    ports: ["5005:80"]
`,
    };
    const listening = {
      ...known,
      entryPoints: known.entryPoints.map(entry =>
        entry.kind === "wsgi"
          ? { ...entry, command: ["flask", "run", "--host=0.0.0.0", "--port=80"], port: 80 }
          : entry,
      ),
    };

    it("asks only the one that serves for its health, at the port that it has", async () => {
      const merged = file(await changesOf(listening, shared), "docker-compose.yml").text;
      const { services } = parse(merged) as { services: Record<string, { healthcheck?: { test: string[] } }> };
      assert.equal(services["listener"]?.healthcheck, undefined);
      assert.match(String(services["api"]?.healthcheck?.test), /\b80\b/);
      assert.equal(services["web"], undefined);
    });

    it("leaves the image without a command and without a check that another would inherit", async () => {
      const found = file(await changesOf(listening, shared), "Dockerfile").text;
      assert.doesNotMatch(found, /CMD|HEALTHCHECK/);
    });
  });

  it("knows their service again beside its variant for development, and however its folder is written", async () => {
    const variants = {
      ...theirs,
      "docker-compose.yml": `services:
  app:
    build: { context: ./., target: runtime }
    ports: ["\${PORT:-8000}:8000"]
  app-dev:
    build: .
    ports: ["\${PORT:-8000}:8000"]
    profiles: [dev]
  docs:
    build: { context: ., dockerfile: docs.Dockerfile }
    ports: [{ target: 80, published: "8080" }]
  postgres:
    image: postgres:15
`,
    };
    const merged = file(await changesOf(known, variants), "docker-compose.yml");
    const { services } = parse(merged.text) as { services: Record<string, Record<string, unknown>> };
    assert.deepEqual(Object.keys(services), ["app", "app-dev", "docs", "postgres"]);
    assert.ok(services["app"]?.["healthcheck"]);
  });

  it("asks the service that serves at its own port, not at that of a monitor of the same image", async () => {
    const own = {
      ...theirs,
      "docker-compose.yml":
        "services:\n  backend:\n    build: .\n    expose: ['8000']\n  flower:\n    build: .\n    command: celery -A shop flower\n    ports: ['5555:5555']\n",
    };
    const { plan } = await changesOf(known, own);
    assert.equal(plan.decisions.find(({ key }) => key === "web.port")?.value, 8000);
  });

  it("takes one service of theirs for one program only", async () => {
    const own = {
      ...theirs,
      "docker-compose.yml":
        "services:\n  backend:\n    build: .\n    ports: ['80:8000']\n  queue:\n    build: .\n    command: celery -A shop worker -Q a,b\n",
    };
    const worker = (queue: string): EntryPoint => entryPoint("worker", "shop", `celery -A shop worker -Q ${queue}`);
    const facts = { ...known, entryPoints: [...known.entryPoints, worker("a"), worker("b")] };
    const merged = file(await changesOf(facts, own), "docker-compose.yml");
    assert.equal(merged.action, "merge");
    const { services } = parse(merged.text) as { services: Record<string, { command?: string[] | string }> };
    const commands = Object.values(services).flatMap(({ command }) => (command ? [[command].flat().join(" ")] : []));
    assert.equal(commands.filter(command => command.startsWith("celery")).length, 2);
    assert.equal(services["queue"]?.command, "celery -A shop worker -Q a,b");
  });

  it("asks their image at the port of the file that Compose builds, and knows a database that they build", async () => {
    const { Dockerfile: _, ...rest } = theirs;
    const texts = {
      ...rest,
      "app.Dockerfile":
        'FROM python:3.11-slim\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["gunicorn", "app:app"]\n',
      "data/Dockerfile": "FROM postgres:15 AS data\nCOPY init.sql /docker-entrypoint-initdb.d/\n",
      "docker-compose.yml":
        "services:\n  backend:\n    build: { context: ., dockerfile: app.Dockerfile }\n    ports: ['80:9000']\n" +
        "  store:\n    build: data\n    environment: { POSTGRES_USER: shop, POSTGRES_PASSWORD: pw }\n",
    };
    const docker = { ...known.docker, dockerfiles: ["app.Dockerfile", "data/Dockerfile"] };
    const { files, plan } = await changesOf({ ...known, docker }, texts);
    assert.ok(files.every(({ path }) => path !== "Dockerfile" && path !== "docker-compose.override.yml"));
    assert.equal(plan.decisions.find(({ key }) => key === "web.port")?.value, 9000);
    const { services } = parse(files.find(({ path }) => path === "docker-compose.yml")?.text ?? "") as {
      services: Record<string, { healthcheck?: { test: string[] }; depends_on?: object }>;
    };
    assert.deepEqual(Object.keys(services), ["backend", "store"]);
    assert.match(services["backend"]?.healthcheck?.test.join(" ") ?? "", /9000/);
    assert.match(services["store"]?.healthcheck?.test.join(" ") ?? "", /pg_isready/);
    assert.deepEqual(Object.keys(services["backend"]?.depends_on ?? {}), ["store"]);
  });

  it("keeps in the context what a Dockerfile that is there copies, in the ignore file that it is built with", async () => {
    const own = {
      ...theirs,
      Dockerfile: `${theirs["Dockerfile"]}COPY docs/terms.md certs/shop.pem ./\n`,
      "docker-compose.yml": `${theirs["docker-compose.yml"]}  front:\n    build: { context: ., dockerfile: front/Dockerfile }\n`,
      "other/Dockerfile": "FROM busybox\nCOPY docs/guide.md .\n",
      "docs/terms.md": "",
      "docs/guide.md": "",
      "certs/shop.pem": "",
      "front/Dockerfile":
        "FROM node:22\nCOPY dist ./dist\nRUN --mount=type=bind,source=.github/tool.sh,target=t sh t\n",
      "dist/app.js": "",
      ".github/tool.sh": "",
    };
    const ignore = file(await changesOf(known, own), ".dockerignore").text;
    const kept = ignore.split("\n").filter(line => line.startsWith("!"));
    assert.deepEqual(kept.sort(), ["!.github/tool.sh", "!dist", "!docs/terms.md"], "no secret, and none of `other`");
    assert.match(ignore, /^docs$/m);
    const shared = {
      ...theirs,
      "docker/app/Dockerfile": theirs["Dockerfile"] ?? "",
      "docker-compose.yml":
        "services:\n  backend:\n    build: { context: ., dockerfile: docker/app/Dockerfile }\n    ports: ['80:8000']\n",
      ".dockerignore": "data\n",
    };
    const { files } = await changesOf(known, shared);
    assert.deepEqual(
      files.filter(({ path }) => path.endsWith("dockerignore")).map(({ path, action }) => `${action} ${path}`),
      ["merge .dockerignore"],
    );
  });

  it("knows a process of theirs by what it starts, and starts what it adds through the tool that theirs start through", async () => {
    const own = {
      ...theirs,
      "docker-compose.yml":
        "services:\n  backend:\n    build: .\n    ports: ['80:8000']\n    command: poetry run gunicorn app:app\n" +
        "  queue:\n    build: .\n    command: sh -c 'exec poetry run celery -A shop worker -c 8'\n  postgres:\n    image: postgres:15\n",
    };
    const facts = {
      ...known,
      migrations: { tool: "alembic", command: ["alembic", "upgrade", "head"], place: at("alembic.ini:1") },
      entryPoints: [...known.entryPoints, entryPoint("worker", "shop", "celery -A shop worker --loglevel=info")],
    };
    const merged = file(await changesOf(facts, own), "docker-compose.yml");
    const { services } = parse(merged.text) as {
      services: Record<string, { command?: string | string[]; healthcheck?: { test: string[] } }>;
    };
    assert.deepEqual(Object.keys(services), ["backend", "queue", "postgres", "migrate"]);
    assert.deepEqual(services["migrate"]?.command, ["poetry", "run", "alembic", "upgrade", "head"]);
    assert.match(
      services["queue"]?.healthcheck?.test.join(" ") ?? "",
      /^CMD-SHELL poetry run celery -A shop inspect ping/,
    );
    assert.match(services["backend"]?.healthcheck?.test.join(" ") ?? "", /^CMD python -c/);
  });

  it("gives what it adds the values that their service of the same application runs with", async () => {
    const own = {
      ...theirs,
      "docker-compose.yml":
        "services:\n  backend:\n    build: .\n    ports: ['80:8000']\n    environment:\n      - DATABASE_URL=${DATABASE_URL:-sqlite:///shop.db}\n      - SITE\n      - ENV_FOR_DYNACONF=docker\n  postgres:\n    image: postgres:15\n",
    };
    const migrations = { tool: "alembic", command: ["alembic", "upgrade", "head"], place: at("alembic.ini:1") };
    const merged = file(await changesOf({ ...known, migrations }, own), "docker-compose.yml");
    const { services } = parse(merged.text) as { services: Record<string, { environment?: Record<string, string> }> };
    assert.equal(services["migrate"]?.environment?.["DATABASE_URL"], "${DATABASE_URL:-sqlite:///shop.db}");
    assert.equal(services["migrate"]?.environment?.["ENV_FOR_DYNACONF"], "docker");
    assert.equal(services["migrate"]?.environment?.["SITE"], "${SITE:?Set SITE in .env}");
  });

  it("has what it adds read the files that their service reads, and repeats none of their values", async () => {
    const given = async (service: string, path: string, sample: Texts): Promise<Record<string, unknown>> => {
      const compose = `services:\n  backend:\n    build: ${path.includes("/") ? "{ context: .. }" : "."}\n    ports: ['80:8000']\n${service}  postgres:\n    image: postgres:15\n`;
      const { ["docker-compose.yml"]: _, ...others } = theirs;
      const found = recon({
        ...known,
        migrations: { tool: "alembic", command: ["alembic", "upgrade", "head"], place: at("alembic.ini:1") },
      });
      const changes = await changesOf(found, { ...others, ...sample, [path]: compose });
      const { services } = parse(file(changes, path).text) as { services: Record<string, Record<string, unknown>> };
      return services["migrate"] ?? {};
    };
    const sample = { ".env.web.example": "SITE=shop.example\nSECRET_KEY=change-me\nDATABASE_URL=sqlite:///x\n" };
    const own = "    env_file: [.env.web]\n    environment: { SITE: here }\n";
    const migrate = await given(own, "docker-compose.yml", sample);
    assert.deepEqual([migrate["env_file"], migrate["environment"]], [[".env.web"], { SITE: "here" }]);
    // What nobody has written yet holds more than anyone can know.
    const unknown = await given("    env_file: .env\n", "docker-compose.yml", {});
    assert.deepEqual([unknown["env_file"], unknown["environment"]], [[".env"], undefined]);
    const deep = await given("    env_file: ../.env\n", "docker/docker-compose.yml", {});
    assert.deepEqual(deep["env_file"], ["../.env"]);
    // A file that may be missing gives nothing for sure.
    const loose = await given("    env_file: [{ path: .env, required: false }]\n", "docker-compose.yml", {});
    assert.ok("SITE" in (loose["environment"] as object));
  });

  it("builds what it adds up to the stage that their service runs", async () => {
    const staged = {
      ...theirs,
      "docker-compose.yml":
        "services:\n  backend:\n    build: { context: ., target: live }\n    ports: ['80:8000']\n  postgres:\n    image: postgres:15\n",
    };
    const migrations = { tool: "alembic", command: ["alembic", "upgrade", "head"], place: at("alembic.ini:1") };
    const merged = file(await changesOf({ ...known, migrations }, staged), "docker-compose.yml");
    assert.deepEqual(
      (parse(merged.text) as { services: Record<string, { build: unknown }> }).services["migrate"]?.build,
      {
        context: ".",
        target: "live",
      },
    );
  });

  it("starts what it adds with the profiles of the service that needs it", async () => {
    const profiled = {
      ...theirs,
      "docker-compose.yml":
        "services:\n  backend:\n    build: .\n    ports: ['80:8000']\n    profiles: [web]\n  postgres:\n    image: postgres:15\n    profiles: [db]\n",
    };
    const migrations = { tool: "alembic", command: ["alembic", "upgrade", "head"], place: at("alembic.ini:1") };
    const merged = file(await changesOf({ ...known, migrations }, profiled), "docker-compose.yml");
    const { services } = parse(merged.text) as {
      services: Record<string, { profiles?: string[]; depends_on?: Record<string, { required?: boolean }> }>;
    };
    assert.deepEqual(services["migrate"]?.profiles, ["web"]);
    assert.equal(services["migrate"]?.depends_on?.["postgres"]?.required, false);
  });

  describe("that read environment files which nobody has written yet", () => {
    const open: Texts = {
      ...theirs,
      ".env.example":
        "# The shop\nDATABASE_URL=postgresql://shop:pw@localhost/shop\nSECRET_KEY=\nSITE=shop.example\nDEBUG=true\n",
      "docker-compose.yml": `services:
  backend:
    build: .
    env_file: .env
    ports: ['80:8000']
  postgres:
    image: postgres:15
    env_file: [db.env]
`,
    };

    it("writes them from the sample and the plan, hidden from git and from the build", async () => {
      const files = applied(open, await changesOf(known, open));
      assert.equal(
        files[".env"],
        `# Values for this machine, made once by Drydock. Never commit this file.
# Password of the service postgres.
POSTGRES_PASSWORD=${"r".repeat(50)}
# Read in settings.py:1.
SECRET_KEY=${"r".repeat(50)}
# The shop
DATABASE_URL=postgresql://app:\${POSTGRES_PASSWORD}@postgres:5432/app
SITE=shop.example
DEBUG=false
`,
      );
      assert.match(
        files["db.env"] ?? "",
        /\nPOSTGRES_USER=app\nPOSTGRES_DB=app\nPOSTGRES_PASSWORD=\$\{POSTGRES_PASSWORD\}\n$/,
      );
      for (const path of [".env", "db.env"]) {
        assert.ok(
          ignore()
            .add(files[".gitignore"] ?? "")
            .ignores(path),
          path,
        );
        assert.ok(
          ignore()
            .add(files[".dockerignore"] ?? "")
            .ignores(path),
          path,
        );
      }
    });

    it("leads them to a server that the stack gets, whatever the sample names", async () => {
      const parts = ["HOST", "USER", "NAME", "PASSWORD"].map(part => `DATABASE_${part}`);
      const facts = {
        ...known,
        integrations: [integration("postgres", parts)],
        environment: parts.map(name => variable(name, { secret: name.endsWith("PASSWORD") })),
      };
      const sample = "DATABASE_USER=admin\nDATABASE_NAME=live\nDATABASE_PASSWORD=pw\nSITE=shop.example\n";
      const written = async (compose: string, host: string): Promise<string> => {
        const texts = { ...open, "docker-compose.yml": compose, ".env.example": `DATABASE_HOST=${host}\n${sample}` };
        return applied(texts, await changesOf(facts, texts))[".env"] ?? "";
      };
      const alone = "services:\n  backend:\n    build: .\n    env_file: .env\n    ports: ['80:8000']\n";
      for (const host of ["localhost", "live.postgres.example.com"])
        assert.match(
          await written(alone, host),
          /^DATABASE_HOST=db\nDATABASE_USER=app\nDATABASE_NAME=app\nDATABASE_PASSWORD=\$\{POSTGRES_PASSWORD\}\nSITE=shop.example$/m,
          host,
        );
      // A server of theirs may have what the sample says.
      const theirServer = `${alone}  postgres:\n    image: postgres:15\n    environment: { POSTGRES_PASSWORD: pw }\n`;
      assert.match(await written(theirServer, "other"), /^DATABASE_HOST=other\nDATABASE_USER=admin$/m);
    });

    it("takes over the password of a database from the file that has it", async () => {
      const files = applied(
        open,
        await changesOf(known, {
          ...open,
          ".gitignore": "*.env\n",
          "db.env": "POSTGRES_USER=me\nPOSTGRES_PASSWORD=mine\n",
        }),
      );
      assert.match(files[".env"] ?? "", /^POSTGRES_PASSWORD=mine$/m);
      assert.match(files[".env"] ?? "", /^DATABASE_URL=postgresql:\/\/me:\$\{POSTGRES_PASSWORD\}@postgres/m);
      assert.doesNotMatch(files["docker-compose.yml"] ?? "", /mine/);
    });

    it("gives a service of another kind nothing of the application's", async () => {
      const compose = `${open["docker-compose.yml"] ?? ""}  front:\n    build: ./front\n    env_file: front/.env.dev\n`;
      const more = {
        "docker-compose.yml": compose,
        "front/Dockerfile": "FROM node:22\n",
        "front/.env.example": "API=x\n",
      };
      const files = applied(open, await changesOf(known, { ...open, ...more }));
      assert.equal(
        files["front/.env.dev"],
        "# Values for this machine, made once by Drydock. Never commit this file.\nAPI=x\n",
      );
    });

    it("answers what the Compose file itself refers to", async () => {
      const compose =
        "services:\n  postgres:\n    image: postgres:15\n    environment:\n      POSTGRES_PASSWORD: ${DB_PW}\n";
      const files = applied(
        open,
        await changesOf(known, { ...open, ".env.example": "DB_PW=pw\n", "docker-compose.yml": compose }),
      );
      assert.match(files[".env"] ?? "", /^DB_PW=pw$/m);
    });

    it("changes nothing more when it runs again", async () => {
      const after = applied(open, await changesOf(known, open));
      assert.deepEqual(changed(await changesOf(known, after)), []);
    });
  });

  it("changes nothing more when it runs again", async () => {
    const after = applied(theirs, await changesOf(known, theirs));
    assert.deepEqual(changed(await changesOf(known, after)), []);
  });

  it("keeps the migration that a run before wrote into their Compose file", async () => {
    const place = at("app.py:1");
    const migrating = { ...known, migrations: { tool: "flask-migrate", command: ["flask", "db", "upgrade"], place } };
    const files = { ...theirs, "migrations/env.py": "" };
    const first = await changesOf(migrating, files);
    assert.match(file(first, "docker-compose.yml").text, /^ {2}migrate:/m);
    assert.deepEqual(changed(await changesOf(migrating, applied(files, first))), []);
  });

  it("goes by the code and not by the samples that a run before wrote", async () => {
    const read = variable("PAGE_SIZE", { default: "10", hasDefault: true, places: [at("app.py:3")] });
    const again: Recon = {
      ...known,
      environment: [
        ...known.environment,
        { ...read, places: [at(".env.example:4"), ...read.places] },
        variable("WEB_CONCURRENCY", { default: "2", hasDefault: true, places: [at(".env.example:9")] }),
      ],
    };
    const files = { ...theirs, ".env.example": "# theirs\nFIRST=1\n" };
    const first = await changesOf({ ...known, environment: [...known.environment, read] }, files);
    assert.deepEqual(changed(await changesOf(again, applied(files, first))), []);
  });

  it("changes nothing more where its own merge moved the lines that it cites", async () => {
    const files = { ...theirs, "docker-compose.yml": "services:\n  redis:\n    image: redis:7\n" };
    const using = (line: number): Recon => ({
      ...known,
      integrations: [integration("redis", [], { image: "redis:7", places: [at(`docker-compose.yml:${line}`)] })],
    });
    const first = await changesOf(using(3), files);
    assert.match(file(first, "docs/docker.md").text, /in use today \(docker-compose\.yml\)/);
    assert.deepEqual(changed(await changesOf(using(9), applied(files, first))), []);
  });

  it("meets what git ignores, which no listing holds", async () => {
    const app = recon({ entryPoints: [entryPoint("wsgi", "app:app", "gunicorn app:app")] });
    const texts = { "app.py": "", ".gitignore": ".vscode\n*.override.yaml\n" };
    const after = applied(texts, await changesOf(app, texts));
    const again = await changesOf(app, after);
    assert.deepEqual([...new Set(again.files.map(({ action }) => action))], ["unchanged"]);
    const theirs = { ...texts, "compose.override.yaml": "services: { web: { tty: true } }\n" };
    const met = (await changesOf(app, theirs)).files.find(({ path }) => path === "compose.override.yaml");
    assert.match(met?.before ?? "", /tty: true/);
  });
});
