import assert from "node:assert/strict";
import { createApp } from "../../../src/app/app";
import { applyChanges, writablePaths } from "../../../src/app/apply-changes";
import { addRun, addVariants, historyFile, readHistory } from "../../../src/app/history";
import { commitOf } from "../../../src/app/commit-of";
import { buildImages } from "../../../src/app/build-images";
import { fixFiles } from "../../../src/app/fix-files";
import { writeReports } from "../../../src/app/write-reports";
import { DrydockError } from "../../../src/model/error";
import type { ChangeSet, DecisionValue, FileChange } from "../../../src/model/plan";
import type { BuildRequest, Engine, Ports } from "../../../src/model/ports";
import { DOCUMENT_MARK } from "../../../src/report/recon-document";
import { NO_SETTINGS } from "../../../src/settings/settings";
import { memoryFiles } from "../../kit/memory-files";
import { portsOver } from "../../kit/memory-ports";
import { emptyRecon, sampleVerification } from "../../kit/samples";

const absent: Ports["connect"] = () =>
  Promise.reject(new DrydockError("engine-absent", "No Docker engine answered.", "Tried nothing.", "Start Docker."));

describe("the app", () => {
  const code = {
    "requirements.txt": "flask==3.1.0\ngunicorn==23.0.0\n",
    "app.py": 'import os\nfrom flask import Flask\n\napp = Flask(__name__)\nTOKEN = os.environ["API_TOKEN"]\n',
  };

  it("makes no plan from a decision that it could not follow", async () => {
    const app = createApp(portsOver(memoryFiles(code, "/somewhere/shop"), absent));
    const wrong: readonly Readonly<Record<string, DecisionValue>>[] = [{ "web.prot": 80 }, { "base.image": "" }];
    for (const set of wrong) await assert.rejects(app.plan("/somewhere/shop", { set }), { code: "usage" });
    const { plan, files } = await app.plan("/somewhere/shop", { set: { files: "[+bake, +nothing]" } });
    assert.deepEqual(plan.decisions.find(({ key }) => key === "files")?.value, ["+bake", "+nothing"]);
    assert.ok(files.some(file => file.path === "docker-bake.hcl"));
  });

  it("reads the code for a lint only where there is any", async () => {
    let asked = 0;
    const read = (): Promise<ReturnType<typeof emptyRecon>> => {
      asked++;
      return Promise.resolve(emptyRecon("shop"));
    };
    const lint = (files: Readonly<Record<string, string>>): Promise<unknown> =>
      createApp(portsOver(memoryFiles(files, "/w"), absent)).lintFolder("/w", { recon: read });
    await lint({ Dockerfile: "FROM debian:13\n", "README.md": "" });
    assert.equal(asked, 0);
    await lint({ Dockerfile: "FROM debian:13\n", "app.py": "" });
    await lint({ Dockerfile: "FROM debian:13\n", "requirements/base.txt": "" });
    assert.equal(asked, 2);
  });

  it("reads, plans and writes, and finds nothing to do the second time", async () => {
    const files = memoryFiles(code, "/somewhere/shop");
    const app = createApp(portsOver(files, absent));
    const recon = await app.recon("/somewhere/shop");
    assert.equal(recon.root, "shop");
    assert.deepEqual(
      recon.environment.map(({ name, required, secret }) => [name, required, secret]),
      [["API_TOKEN", true, true]],
    );
    const changes = await app.plan("/somewhere/shop", { recon });
    await app.apply("/somewhere/shop", changes, writablePaths(changes, { merges: true, conflicts: false }));
    assert.ok(files.contents.has("Dockerfile") && files.contents.has("compose.yaml"));
    const again = await app.plan("/somewhere/shop");
    assert.deepEqual(
      again.files.filter(({ action }) => action !== "unchanged").map(({ path, action }) => [action, path]),
      [],
    );
  });

  it("takes nothing that it added to files of others for theirs the second time", async () => {
    const compose =
      "services:\n  web:\n    build: .\n    command: uvicorn main:app --host 0.0.0.0\n    env_file: [web.env]\n" +
      "    ports: ['8000:8000']\n";
    const files = memoryFiles({
      "main.py":
        "import os\nfrom fastapi import FastAPI\nimport redis\nimport psycopg\napp = FastAPI()\n" +
        "pool = psycopg.connect(os.environ['DATABASE_URL'])\nstore = redis.from_url(os.environ['REDIS_URL'])\n",
      "requirements.txt": "fastapi\nuvicorn\npsycopg[binary]\nredis\n",
      "alembic.ini": "[alembic]\nscript_location = migrations\n",
      "migrations/env.py": "from alembic import context\n",
      ".env.example": "LOG_LEVEL=info\n",
      "docker-compose.yml": compose,
      Dockerfile: "FROM python:3.11-slim-bookworm\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n",
    });
    const app = createApp(portsOver(files, absent));
    const changes = await app.plan("/w");
    await app.apply("/w", changes, writablePaths(changes, { merges: true, conflicts: false }));
    const merged = Buffer.from(files.contents.get("docker-compose.yml") ?? []).toString();
    assert.ok(merged.startsWith(compose.trimEnd()) && /^ {2}db:$/m.test(merged) && /^ {2}migrate:$/m.test(merged));
    const again = await app.plan("/w");
    assert.deepEqual(
      again.files.filter(({ action }) => action !== "unchanged").map(({ path, action }) => [action, path]),
      [],
    );
    const image = (plan: typeof again.plan): unknown =>
      plan.decisions.find(({ key }) => key === "services.db.image")?.reason;
    assert.equal(image(again.plan), image(changes.plan));
    // What is changed by hand is theirs from then on.
    files.contents.set("docker-compose.yml", Buffer.from(merged.replace(/postgres:\d+/, "postgres:15")));
    assert.match(String(image((await app.plan("/w")).plan)), /in use today/);
  });

  it("adds to a Compose file that git ignores, and keeps no hash of it", async () => {
    const files = memoryFiles({
      ...code,
      ".gitignore": "docker-compose.yml\n",
      "docker-compose.yml": "services:\n  web:\n    build: .\n    ports: ['8000:8000']\n",
    });
    const app = createApp(portsOver(files, absent));
    const changes = await app.plan("/w");
    assert.ok(changes.files.every(({ path }) => path !== "compose.yaml"));
    assert.equal(changes.files.find(({ path }) => path === "docker-compose.yml")?.action, "merge");
    assert.doesNotMatch(changes.files.find(({ path }) => path === ".drydock.yaml")?.text ?? "", /merged/);
  });

  it("reads a workspace whose configuration is broken and says so, but decides nothing without it", async () => {
    const files = memoryFiles({ ...code, ".drydock.yaml": "decisions: { web.port: 9000\n" });
    const app = createApp(portsOver(files, absent));
    const recon = await app.recon("/w");
    assert.deepEqual(
      recon.problems.map(({ code: kind, place }) => [kind, place.path]),
      [["configuration-broken", ".drydock.yaml"]],
    );
    assert.equal(recon.environment.length, 1);
    for (const decide of [() => app.plan("/w"), () => app.verify("/w")]) {
      await assert.rejects(decide, (error: unknown) => {
        assert.ok(error instanceof DrydockError);
        assert.equal(error.code, "configuration-broken");
        assert.match(error.why, /end with a } \(line 1, column 27\)/);
        return true;
      });
    }
  });

  it("plans nothing for a folder without Python", async () => {
    const files = memoryFiles({ "pom.xml": "<project/>", "src/Main.java": "class Main {}" });
    await assert.rejects(createApp(portsOver(files, absent)).plan("/w"), (error: unknown) => {
      assert.ok(error instanceof DrydockError);
      assert.deepEqual([error.code, error.why], ["no-python", "Looked at 2 files."]);
      return true;
    });
  });

  it("plans nothing for a template, of which a project has to be made first", async () => {
    const template = {
      "cookiecutter.json": "{}",
      "hooks/post_gen_project.py": "import os\nos.remove('a')\n",
      "tests/test_bake.py": "def test(): pass\n",
      "{{cookiecutter.slug}}/app/main.py": "import fastapi\napp = fastapi.FastAPI()\n",
    };
    await assert.rejects(createApp(portsOver(memoryFiles(template), absent)).plan("/w"), (error: unknown) => {
      assert.ok(error instanceof DrydockError);
      assert.equal(error.why, "All of it lies below {{cookiecutter.slug}}.");
      return true;
    });
    // What makes projects of templates is a program itself.
    const maker = { ...template, "maker/__main__.py": "print('made')\n" };
    assert.ok(await createApp(portsOver(memoryFiles(maker), absent)).plan("/w"));
  });

  it("plans for scripts among which lie files that another program fills in", async () => {
    const scripts = {
      "requirements.txt": "requests\n",
      "scripts/run.py": "import argparse\nif __name__ == '__main__':\n    argparse.ArgumentParser().parse_args()\n",
      "templates/{{name}}/main.py": "print('made')\n",
    };
    const plan = (files: Readonly<Record<string, string>>): Promise<unknown> =>
      createApp(portsOver(memoryFiles(files), absent)).plan("/w");
    assert.ok(await plan(scripts));
    assert.ok(
      await plan({
        ...scripts,
        "scripts/run.py": "",
        Procfile: "web: gunicorn tests.app:app\n",
        "tests/app.py": "app = 1\n",
      }),
    );
    for (const name of ["cookiecutter.json", "copier.yml"])
      await assert.rejects(plan({ ...scripts, [name]: "" }), { code: "no-python" });
  });

  it("plans nothing for code that no Python 3 runs, unless a person decides for a version", async () => {
    const files = memoryFiles({
      "app.py": 'print "orders"\nexec "x = 1" in {}\n',
      "requirements.txt": "flask==0.10\n",
    });
    const app = createApp(portsOver(files, absent));
    await assert.rejects(app.plan("/w"), (error: unknown) => {
      assert.ok(error instanceof DrydockError);
      assert.equal(error.code, "no-python-version");
      return true;
    });
    const { plan } = await app.plan("/w", { set: { "python.version": "3.11" } });
    assert.equal(plan.decisions.find(({ key }) => key === "python.version")?.value, "3.11");
  });

  it("says what of the configuration counts for nothing", async () => {
    const files = memoryFiles({ ...code, ".drydock.yaml": "schema: 1\ndecision: { web.port: 9000 }\n" });
    const { problems } = await createApp(portsOver(files, absent)).plan("/w");
    assert.ok(problems.some(({ code: kind }) => kind === "configuration-broken"));
  });

  it("takes --set as a decision and says so in the plan", async () => {
    const app = createApp(portsOver(memoryFiles(code), absent));
    const { plan, files } = await app.plan("/w", { set: { "web.port": 9123 } });
    const port = plan.decisions.find(({ key }) => key === "web.port");
    assert.deepEqual([port?.value, port?.changed], [9123, true]);
    assert.match(files.find(({ path }) => path === "Dockerfile")?.text ?? "", /EXPOSE 9123/);
  });

  it("lints one unsaved text, and a folder as a whole", async () => {
    const files = memoryFiles({
      Dockerfile: "FROM python\nMAINTAINER me\n",
      ".drydock.yaml": "schema: 1\nlint: { rules: { deprecated-maintainer: error } }\n",
    });
    const app = createApp(portsOver(files, absent));
    const text = app.lintText({
      root: null,
      path: "Dockerfile",
      text: "FROM python:3.11-slim\nMAINTAINER me\n",
      language: "dockerfile",
      recon: null,
    });
    assert.ok(text.some(({ rule }) => rule === "deprecated-maintainer"));
    const { findings, files: count } = await app.lintFolder("/w");
    assert.equal(count, 1);
    assert.equal(findings.find(({ rule }) => rule === "deprecated-maintainer")?.severity, "error");
  });

  it("says nothing of absent files before a folder was read", async () => {
    const files = memoryFiles({ "shop/app.py": "" });
    const app = createApp(portsOver(files, absent));
    const text = "FROM python:3.13-slim\nCOPY shop /app/shop\nCOPY gone /app/gone\n";
    const absences = (root: string | null): readonly number[] =>
      app
        .lintText({ root, path: "Dockerfile", text, language: "dockerfile", recon: null })
        .flatMap(({ rule, line }) => (rule === "missing-copy-source" ? line : []));
    assert.deepEqual([absences(null), absences("/w")], [[], []]);
    assert.deepEqual(await Promise.all([app.readFolder("/w"), app.readFolder("/w")]), [true, false]);
    assert.deepEqual([absences(null), absences("/w")], [[], [3]]);
    assert.equal(await app.readFolder("/w"), false);
  });

  it("compares the lock file with the manifest that a Dockerfile installs", async () => {
    const files = memoryFiles({
      Dockerfile: "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN uv sync --frozen\n",
      "pyproject.toml": '[project]\nname = "shop"\nversion = "1"\ndependencies = ["boto3", "flask"]\n',
      "uv.lock": 'version = 1\n[[package]]\nname = "flask"\nversion = "3.1.0"\n',
      "app.py": "import boto3, flask\n",
    });
    const app = createApp(portsOver(files, absent));
    const recon = await app.recon("/somewhere/shop");
    const { findings } = await app.lintFolder("/somewhere/shop", { recon, select: ["stale-lock"] });
    assert.deepEqual(
      findings.map(({ path, line, related }) => [path, line, related[0]?.path]),
      [["Dockerfile", 4, "pyproject.toml"]],
    );
  });

  it("reads the lists of requirements of a folder for the rules across files", async () => {
    const files = memoryFiles({
      Dockerfile:
        "FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements/prod.txt requirements/\nRUN pip install -r requirements/prod.txt\n",
      "requirements/prod.txt": "-r base.txt\n",
      "requirements/base.txt": "flask\n",
      "app.py": "",
    });
    const { findings } = await createApp(portsOver(files, absent)).lintFolder("/w", {
      select: ["manifest-not-copied"],
    });
    assert.deepEqual(
      findings.map(({ line, related }) => [line, related[0]?.path]),
      [[4, "requirements/base.txt"]],
    );
  });

  it("does not call a file missing that is there and ignored by git", async () => {
    const files = memoryFiles({
      Dockerfile: "FROM debian:13\nCOPY rel /rel\nCOPY settings.local /\nCOPY app.py gone /app/\n",
      ".gitignore": "bin/\n*.local\n",
      "rel/bin/server": "",
      "settings.local": "",
      "app.py": "",
    });
    const { findings } = await createApp(portsOver(files, absent)).lintFolder("/w", {
      select: ["missing-copy-source"],
    });
    assert.deepEqual(
      findings.map(({ line, column }) => [line, column]),
      [[4, 13]],
    );
  });

  it("follows what a Compose file includes and extends, whatever the files are called", async () => {
    const files = memoryFiles({
      "compose.yaml":
        "include: [infra/services.yml]\nservices:\n  web:\n    extends: { file: base.yml, service: app }\n    depends_on: [db]\n",
      "base.yml": "services:\n  app:\n    extends: { file: infra/deep.yml, service: deep }\n",
      "infra/deep.yml": "services:\n  deep:\n    image: a:1\n    privileged: true\n",
      "infra/services.yml": "services:\n  db:\n    image: b:1\n",
    });
    const { findings } = await createApp(portsOver(files, absent)).lintFolder("/somewhere/shop", {
      select: ["missing-include", "unknown-base-service", "unknown-service", "missing-image"],
    });
    assert.deepEqual(findings, []);
    files.contents.delete("infra/services.yml");
    const again = await createApp(portsOver(files, absent)).lintFolder("/somewhere/shop", {
      select: ["missing-include"],
    });
    assert.deepEqual(
      again.findings.map(({ rule }) => rule),
      ["missing-include"],
    );
  });

  it("asks again for an engine after one did not answer", async () => {
    const calls = { count: 0 };
    const app = createApp(
      portsOver(memoryFiles({}), (...args) => {
        calls.count++;
        return absent(...args);
      }),
    );
    await assert.rejects(app.engine(), { code: "engine-absent" });
    await assert.rejects(app.engine(), { code: "engine-absent" });
    assert.equal(calls.count, 2);
  });
});

describe("writing a change set", () => {
  const file = (path: string, action: FileChange["action"], before: string | null = null): FileChange => ({
    path,
    unit: null,
    action,
    before,
    text: "new",
    note: null,
    secret: false,
  });
  const set: ChangeSet = {
    plan: { decisions: [], questions: [] },
    files: [
      file("a", "create"),
      file("b", "merge", "old"),
      file("c", "conflict", "old"),
      file("d", "unchanged", "new"),
    ],
    reasons: [],
    problems: [],
  };

  it("leaves conflicts and unagreed merges alone", () => {
    assert.deepEqual(writablePaths(set, { merges: false, conflicts: false }), ["a"]);
    assert.deepEqual(writablePaths(set, { merges: true, conflicts: true }), ["a", "b", "c"]);
  });

  it("writes nothing where one target changed meanwhile", async () => {
    const files = memoryFiles({ b: "edited by hand" });
    await assert.rejects(applyChanges(files, set, ["a", "b"]), { code: "target-changed" });
    assert.deepEqual([...files.contents.keys()], ["b"]);
  });
});

describe("safe fixes", () => {
  it("are written to all files and counted", async () => {
    const files = memoryFiles({
      Dockerfile: "FROM python:3.11-slim\nRUN apt-get install -y --no-install-recommends curl\nmaintainer me\n",
    });
    const app = createApp(portsOver(files, absent));
    const { findings } = await app.lintFolder("/w");
    const fixable = findings.filter(({ fixes }) => fixes.some(({ safe }) => safe));
    assert.ok(fixable.length > 0);
    const fixed = await fixFiles(files, findings);
    assert.ok(fixed > 0);
    assert.notEqual(
      new TextDecoder().decode(files.contents.get("Dockerfile")),
      "FROM python:3.11-slim\nRUN apt-get install -y --no-install-recommends curl\nmaintainer me\n",
    );
  });
});

describe("the history of a workspace", () => {
  const inputs = { dependencies: {}, variables: [], services: [], entryPoints: [], python: "3.11", files: {} };
  const run = (value: number, isBaseline: boolean) => ({
    verification: sampleVerification(),
    figures: { "image.bytes.web": value },
    inputs,
    isBaseline,
  });

  it("keeps every run, the last one whole, and the baseline only where it was asked for", async () => {
    const state = memoryFiles({}, "/state");
    await addRun(state, "/code/shop", run(1, true));
    await addRun(state, "/code/shop", run(2, false));
    const history = await readHistory(state, "/code/shop");
    assert.deepEqual(
      history.runs.map(({ figures }) => figures["image.bytes.web"]),
      [1, 2],
    );
    assert.equal(history.baseline?.figures["image.bytes.web"], 1);
    assert.equal(history.last?.engine.cpus, 2);
    assert.deepEqual((await readHistory(state, "/elsewhere/shop")).runs, []);
  });

  it("adds its run to what another program wrote in between", async () => {
    const state = memoryFiles({}, "/state");
    await Promise.all([1, 2, 3].map(value => addRun(state, "/code/shop", run(value, false))));
    const { runs } = await readHistory(state, "/code/shop");
    assert.deepEqual(runs.map(({ figures }) => figures["image.bytes.web"]).sort(), [1, 2, 3]);
  });

  it("keeps what variants of the last run proved, the newest of each part, until another run", async () => {
    const state = memoryFiles({}, "/state");
    const variant = (part: string, savedBytes: number) => ({
      service: "web",
      part,
      beforeBytes: 100,
      afterBytes: 100 - savedBytes,
      savedBytes,
    });
    const saved = async (): Promise<readonly (readonly [string, number])[]> =>
      (await readHistory(state, "/code/shop")).variants.map(({ part, savedBytes }) => [part, savedBytes] as const);
    const { verification } = run(1, false);
    await addRun(state, "/code/shop", run(1, false));
    await addVariants(state, "/code/shop", verification, [variant("a", 1), variant("b", 2)]);
    await addVariants(state, "/code/shop", verification, [variant("b", 3)]);
    assert.deepEqual(await saved(), [
      ["a", 1],
      ["b", 3],
    ]);
    const other = { ...verification, run: { ...verification.run, at: "2020-01-01T00:00:00.000Z" } };
    await addVariants(state, "/code/shop", other, [variant("c", 4)]);
    assert.equal((await saved()).length, 2);
    await addRun(state, "/code/shop", run(2, false));
    assert.deepEqual(await saved(), []);
  });

  it("starts anew where its file is broken", async () => {
    const state = memoryFiles({ [historyFile("/code/shop")]: "{ broken" }, "/state");
    assert.deepEqual((await readHistory(state, "/code/shop")).runs, []);
  });
});

describe("the commit of a folder", () => {
  const hash = "a".repeat(40);
  const disk = (contents: Readonly<Record<string, string>>) => (root: string) =>
    memoryFiles(
      Object.fromEntries(
        Object.entries(contents).flatMap(([path, text]) =>
          path.startsWith(`${root}/`) ? [[path.slice(root.length + 1), text]] : [],
        ),
      ),
      root,
    );

  it("is read from git's files, loose or packed, in a folder above and in a linked worktree", async () => {
    const loose = disk({ "/code/.git/HEAD": "ref: refs/heads/main\n", "/code/.git/refs/heads/main": `${hash}\n` });
    assert.equal(await commitOf(loose, "/code/services/api"), hash);
    const packed = disk({
      "/code/.git/HEAD": "ref: refs/heads/main\n",
      "/code/.git/packed-refs": `# pack-refs\n${hash} refs/heads/main\n`,
    });
    assert.equal(await commitOf(packed, "/code"), hash);
    const linked = disk({
      "/tree/.git": "gitdir: /code/.git/worktrees/tree\n",
      "/code/.git/worktrees/tree/HEAD": `${hash}\n`,
    });
    assert.equal(await commitOf(linked, "/tree"), hash);
  });

  it("is none outside a repository and on a branch without commits", async () => {
    assert.equal(await commitOf(disk({}), "/code"), null);
    assert.equal(await commitOf(disk({ "/code/.git/HEAD": "ref: refs/heads/new\n" }), "/code"), null);
  });
});

describe("documents", () => {
  const request = {
    settings: NO_SETTINGS,
    recon: emptyRecon("shop"),
    verification: sampleVerification(),
    history: { runs: [], baseline: null, last: null, variants: [] },
    commit: null,
    drift: [],
    now: Date.UTC(2026, 0, 2),
  };

  it("are proposed in docs, and never over a file without Drydock's mark", async () => {
    const changes = await writeReports({
      ...request,
      files: memoryFiles({ "docs/recon.md": "# Ours\n", "docs/verification.md": `${DOCUMENT_MARK}\nold\n` }),
      kinds: ["recon", "verification"],
    });
    assert.deepEqual(
      changes.files.map(({ path, action }) => [path, action]),
      [
        ["docs/recon.md", "conflict"],
        ["docs/verification-figures.svg", "create"],
        ["docs/verification.md", "update"],
      ],
    );
  });
});

describe("building what a Compose file says", () => {
  const built: BuildRequest[] = [];
  const engine = {
    build: (request: BuildRequest) => {
      built.push(request);
      return Promise.resolve({ imageId: "sha256:1", steps: [], warnings: [], contextBytes: 0, durationMs: 0 });
    },
    image: () => Promise.resolve(null),
  } as unknown as Engine;

  it("builds services that are built alike once, under the name Compose would give", async () => {
    const folders = {
      "/shop": memoryFiles(
        {
          "compose.yaml":
            "services:\n  web: { build: . }\n  worker: { build: . }\n  other: { build: svc }\n  db: { image: postgres }\n",
          Dockerfile: "FROM scratch\n",
        },
        "/shop",
      ),
      "/shop/svc": memoryFiles({ Dockerfile: "FROM scratch\n" }, "/shop/svc"),
    };
    const files = (root: string) => folders[root as keyof typeof folders];
    const surroundings = { files, env: {}, config: null };
    const images = await buildImages(engine, "/shop", "My Shop", surroundings, {}, () => undefined);
    assert.deepEqual(
      images.map(({ services }) => services),
      [["web", "worker"], ["other"]],
    );
    assert.deepEqual(
      built.map(({ tags }) => tags),
      [["my-shop-web:latest", "my-shop-worker:latest"], ["my-shop-other:latest"]],
    );
    await assert.rejects(
      buildImages(engine, "/shop", "shop", surroundings, { service: "db" }, () => undefined),
      { code: "build-failed", message: /no service db/ },
    );
  });
});
