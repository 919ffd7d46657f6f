import assert from "node:assert/strict";
import { modulesInCycles } from "../../../../src/editor/recon/groups/modules";
import { breakingProblems } from "../../../../src/editor/recon/groups/problems";
import { reconRows, rowsAsMarkdown, rowsAsText } from "../../../../src/editor/recon/recon-rows";
import { memoryFiles } from "../../../kit/memory-files";
import { readRecon } from "../../../../src/recon/read-recon";
import { emptyRecon } from "../../../kit/samples";
import type { Row } from "../../../../src/editor/recon/row";
import { dependency } from "../../../kit/detect";
import type { DockerOutline } from "../../../../src/app/docker-outline";
import type { Place } from "../../../../src/model/place";
import type { Dependency, Integration, ModuleInfo, Recon, Unit } from "../../../../src/model/recon";

const place = (path: string, line: number): Place => ({ path, line, column: 1, text: "words", confidence: "high" });
const empty = emptyRecon("sample");
const options = {
  corrected: new Map<string, number>(),
  ignored: [],
  showIgnored: false,
  outlines: new Map(),
  findings: () => 0,
};
const groups = [
  "Modules",
  "Integration points",
  "Python dependencies",
  "Entry points",
  "Environment",
  "Build scripts",
  "Docker files",
  "Problems",
];

it("writes the kind of an entry point as those who made it do", () => {
  const start = { target: "a:app", command: [], devCommand: [], port: null, place: place("a.py", 1), rank: 1 };
  const why = (kind: "wsgi" | "grpc" | "bot"): string | undefined =>
    all(reconRows({ ...empty, entryPoints: [{ ...start, kind, name: "start", confidence: "high" }] }, options)).find(
      ({ label }) => label === "start",
    )?.detail?.why;
  assert.deepEqual(
    [why("wsgi"), why("grpc"), why("bot")],
    ["a:app is started as WSGI.", "a:app is started as gRPC.", "a:app is started as bot."],
  );
});

it("says of the version of Python what it is chosen by, and neither twice", () => {
  const pins = [{ version: "3.13", source: "CI", place: place("ci.yml", 3) }];
  const python = { ...empty.python, pins, chosen: "3.13", reason: "Python 3.13: the CI runs it." };
  const words = (requires: Recon["python"]["requires"]): string | undefined =>
    all(reconRows({ ...empty, python: { ...python, requires } }, options)).find(({ label }) => label === "Python 3.13")
      ?.description;
  assert.equal(words({ specifier: "^3.13", place: place("pyproject.toml", 9) }), "requires ^3.13");
  assert.equal(words(null), "the CI runs it.");
});

function all(rows: readonly Row[]): Row[] {
  return rows.flatMap(row => [row, ...all(row.children)]);
}

const secret = {
  name: "SECRET_KEY",
  default: "hunter2",
  hasDefault: true,
  required: true,
  secret: true,
  type: null,
  scope: "application",
  places: [place("settings.py", 3)],
} as const;

describe("reconRows", () => {
  it("always has the eight groups in their order; empty ones say so and fold nothing", () => {
    const rows = reconRows(empty, options);
    assert.deepEqual(
      rows.map(row => row.label),
      groups,
    );
    for (const row of rows) assert.equal(row.children.length, 0, row.label);
  });

  it("says of a unit what it connects to, whom it calls and who calls it", () => {
    const at = (host: string | undefined, service: string, kind: "http" | "database"): Integration =>
      ({
        service,
        kind,
        protocol: "",
        via: "distribution",
        variables: [],
        breaksInContainer: null,
        optional: false,
        places: [place("a.py", 1)],
        ...(host === undefined ? {} : { host }),
      }) as Integration;
    const unit = (name: string, integrations: readonly Integration[]): Unit => ({
      name,
      path: name,
      recon: { ...empty, integrations },
    });
    const units = [
      unit("api", [at(undefined, "postgres", "database")]),
      unit("worker", [at("api", "http-api", "http")]),
    ];
    const rows = reconRows({ ...empty, units }, options);
    assert.deepEqual(
      rows.slice(0, 2).map(row => row.detail?.talks),
      ["Connects to PostgreSQL. Called by worker.", "Calls api."],
    );
  });

  it("names an API that only a variable knows as settings do, so that each can be ignored", () => {
    const api = (variable: string): Integration => ({
      service: "http-api",
      kind: "http",
      protocol: "https",
      via: "code",
      variables: [variable],
      breaksInContainer: "it points at localhost",
      optional: false,
      places: [place("api.py", 1)],
    });
    const rows = all(reconRows({ ...empty, integrations: [api("STOCK_URL"), api("PARTNER_URL")] }, options));
    const named = rows.flatMap(({ finding }) => (finding?.startsWith("integration/") === true ? finding : []));
    assert.deepEqual(new Set(named), new Set(["integration/http-api/STOCK_URL", "integration/http-api/PARTNER_URL"]));
  });

  it("tells problems apart by their first words, and what breaks in a container from what may", () => {
    const broken = (service: string, line: number): Integration => ({
      service,
      kind: "database",
      protocol: "tcp",
      via: "code",
      variables: [],
      breaksInContainer: "localhost is the container itself.",
      optional: false,
      places: [place("settings.py", line)],
    });
    const finding = (rule: string, what: string, line: number) => ({
      ...{ rule, what, why: "", fix: "" },
      place: place("settings.py", line),
    });
    const recon: Recon = {
      ...empty,
      integrations: [broken("postgres", 1), broken("redis", 2)],
      readiness: [
        finding("localhost-address", "REDIS_URL points at localhost", 2),
        finding("debug-on", "DEBUG is on as well", 2),
        finding("loopback-bind", "the server listens on 127.0.0.1", 3),
        finding("debug-on", "DEBUG is on", 4),
        finding("desktop-window", "a window of tkinter is opened", 5),
      ],
    };
    const problems = reconRows(recon, options).at(-1);
    assert.deepEqual(
      problems?.children.map(({ label, icon }) => [label, icon]),
      [
        ["PostgreSQL: localhost is the container itself.", "error"],
        ["REDIS_URL points at localhost", "error"],
        ["the server listens on 127.0.0.1", "error"],
        ["a window of tkinter is opened", "error"],
        ["DEBUG is on", "warning"],
      ],
    );
    assert.equal(problems?.description, "5, 4 break in a container");
    assert.equal(breakingProblems(recon), 4);
  });

  it("counts an address once where a Compose file before it offers the service", () => {
    const places = [place("compose.yaml", 9), place("settings.py", 2)];
    const redis: Integration = {
      ...{ service: "redis", kind: "cache", protocol: "redis", via: "url", variables: ["REDIS_URL"] },
      breaksInContainer: "localhost is the container itself.",
      optional: false,
      places,
    };
    const what = "REDIS_URL points at localhost";
    const address = { rule: "localhost-address", what, why: "", fix: "", place: place("settings.py", 2) };
    const problems = reconRows({ ...empty, integrations: [redis], readiness: [address] }, options).at(-1);
    assert.deepEqual(
      problems?.children.map(({ label, place }) => [label, place?.path]),
      [[what, "settings.py"]],
    );
    const [elsewhere] = reconRows({ ...empty, integrations: [redis] }, options).at(-1)?.children ?? [];
    assert.equal(elsewhere?.place?.path, "compose.yaml");
  });

  it("says of a Docker file what it holds", () => {
    const docker = {
      ...empty.docker,
      dockerfiles: ["Dockerfile", "dev.Dockerfile", "x"],
      composeFiles: ["compose.yaml"],
    };
    const outlines = new Map<string, DockerOutline>([
      ["Dockerfile", { kind: "dockerfile", stages: 2, base: "python:3.9" }],
      ["dev.Dockerfile", { kind: "dockerfile", stages: 1, base: "debian" }],
      ["compose.yaml", { kind: "compose", services: 1 }],
    ]);
    const findings = (path: string): number => (path === "Dockerfile" ? 3 : 0);
    const rows = all(reconRows({ ...empty, docker }, { ...options, outlines, findings }));
    assert.deepEqual(
      [...docker.dockerfiles, ...docker.composeFiles].map(
        path => rows.find(({ label }) => label === path)?.description,
      ),
      ["2 stages · python:3.9 · 3 findings", "debian", "Dockerfile", "1 service"],
    );
  });

  it("says of a package what an index answered, and nothing where none was asked", () => {
    const described = (python311: Dependency["python311"]): string | undefined =>
      all(reconRows({ ...empty, dependencies: [dependency("numpy", { locked: "1.19.2", python311 })] }, options)).find(
        ({ label }) => label === "numpy",
      )?.description;
    assert.equal(described({ verdict: "unknown", why: "" }), "1.19.2");
    assert.equal(described({ verdict: "unknown", why: "", source: "index" }), "1.19.2 · no 3.11 wheel");
    assert.equal(described({ verdict: "ok", why: "", source: "index" }), "1.19.2 · has a 3.11 wheel");
    assert.equal(described({ verdict: "no", why: "" }), "1.19.2 · no 3.11 release");
  });

  it("shows of a file no variable that names a server", () => {
    const described = (protocol: string, ...variables: readonly string[]): readonly (string | undefined)[] => {
      const found = { service: "db", kind: "database", protocol, via: "settings", variables, breaksInContainer: null };
      const integrations = [{ ...found, optional: false, places: [place("a.py", 1)] } as Integration];
      const row = all(reconRows({ ...empty, integrations }, options)).find(({ finding }) => finding !== undefined);
      return [row?.description, row?.detail?.inContainer];
    };
    const onVolume = "Its files last only on a volume.";
    assert.deepEqual(described("file", "POSTGRES_HOST", "POSTGRES_DB"), ["POSTGRES_DB", onVolume]);
    assert.deepEqual(described("file", "DB_HOST", "DB_PASSWORD", "DB_PORT"), ["", onVolume]);
    assert.deepEqual(described("file", "DATABASE_URL", "DB_PATH"), ["DATABASE_URL", onVolume]);
    assert.deepEqual(described("postgresql", "POSTGRES_HOST", "POSTGRES_DB"), [
      "POSTGRES_HOST",
      "Reached by its service name through POSTGRES_HOST.",
    ]);
  });

  it("gives each row an id of its own and a sentence for screen readers", () => {
    const recon = { ...empty, environment: [secret, { ...secret, name: "PORT", secret: false, required: false }] };
    const rows = all(reconRows(recon, options));
    assert.equal(new Set(rows.map(row => row.id)).size, rows.length);
    for (const row of rows) assert.ok(row.spoken.length > 2, row.id);
  });

  it("never shows the value of a secret", () => {
    assert.doesNotMatch(JSON.stringify(reconRows({ ...empty, environment: [secret] }, options)), /hunter2/);
  });

  it("shows modules as an outline, counts each file once, and folds a very large package", () => {
    const module = (name: string, kind: ModuleInfo["kind"], files: number): ModuleInfo => {
      const path = name.replaceAll(".", "/") + (kind === "module" ? ".py" : "/__init__.py");
      return { name, path, kind, files, lines: 1, summary: "", imports: [] };
    };
    const many = Array.from({ length: 501 }, (_, index) => module(`shop.big.m${String(index + 1000)}`, "module", 1));
    const modules = [
      module("shop", "package", 503),
      module("shop.big", "package", 502),
      ...many,
      module("wsgi", "module", 1),
    ];
    const [outline] = reconRows({ ...empty, modules }, options);
    assert.ok(outline);
    assert.equal(outline.description, "504 modules, 504 files");
    assert.deepEqual(
      outline.children.map(({ label }) => label),
      ["shop", "wsgi"],
    );
    const big = outline.children[0]?.children[0];
    assert.equal(big?.label, "big");
    assert.deepEqual(
      big.children.map(({ label }) => label),
      ["m1000 to m1199", "m1200 to m1399", "m1400 to m1500"],
    );
    const ids = all([outline]).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it("folds evidence beyond five places", () => {
    const places = Array.from({ length: 9 }, (_, index) => place("a.py", index + 1));
    const rows = reconRows({ ...empty, environment: [{ ...secret, places }] }, options);
    const variable = rows[4]?.children[0];
    assert.equal(variable?.children.length, 6);
    assert.equal(variable.children.at(-1)?.label, "4 more places");
  });

  it("marks what was corrected, with the line that says so", () => {
    const corrected = new Map([["environment/SECRET_KEY", 12]]);
    const rows = reconRows({ ...empty, environment: [secret] }, { ...options, corrected });
    const variable = rows[4]?.children[0];
    assert.equal(variable?.icon, "edit");
    assert.equal(variable.children[0]?.label, ".drydock.yaml:12");
  });

  it("lists ignored findings at their group when asked", () => {
    const ignored = [{ finding: "integration/redis", path: null, why: "never deployed" }];
    const rows = reconRows(empty, { ...options, ignored, showIgnored: true });
    assert.equal(rows[1]?.children[0]?.label, "redis");
    assert.deepEqual(rows[1].children[0].flags, ["ignored", "copyable"]);
  });

  it("names the place of a unit at the root in words", () => {
    const [row] = reconRows({ ...empty, units: [{ name: "app", path: "", recon: empty }] }, options);
    assert.deepEqual([row?.description, row?.spoken], ["root folder", "app, unit in the root folder"]);
  });

  it("puts units on top and what they share below", () => {
    const fastapi = { name: "fastapi", place: place("app.py", 1) };
    const api = { name: "api", path: "services/api", recon: { ...empty, frameworks: [fastapi] } };
    const mailer = { name: "mailer", path: "mailer", recon: { ...empty, environment: [secret] } };
    const alone = reconRows({ ...empty, units: [api, mailer] }, options);
    assert.equal(alone.length, 2, "a row for what is shared, where nothing is");
    const environment = [{ ...secret, name: "REGION", places: [place("run.sh", 1)] }];
    const rows = reconRows({ ...empty, units: [api, mailer], environment }, options);
    assert.deepEqual(
      rows.map(row => [row.label, row.description]),
      [
        ["api", "services/api · FastAPI"],
        ["mailer", ""],
        ["Shared", "what belongs to all units"],
      ],
    );
  });

  it("opens what a unit holds where it is, and shows and counts it once", async () => {
    const contents = {
      "services/api/requirements.txt": "flask\n",
      "services/api/app.py": `import os\nfrom flask import Flask\nimport redis\napp = Flask(__name__)\ndb = redis.Redis(host="localhost")\nos.environ["TOKEN"]\n`,
      "services/mail/requirements.txt": "fastapi\n",
      "services/mail/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
      Makefile: "run:\n\tdocker compose up\n",
    };
    const recon = await readRecon(memoryFiles(contents), { name: "shop" });
    const [api, , shared, ...more] = reconRows(recon, options);
    assert.deepEqual([api?.label, shared?.label, more], ["api", "Shared", []]);
    const paths = new Set(
      all([...(api?.children ?? []), ...(shared?.children ?? [])]).flatMap(row => row.place?.path ?? []),
    );
    for (const path of paths) assert.ok(path in contents, path);
    assert.ok(paths.has("services/api/app.py"));
    const labels = (row: Row | undefined): readonly string[] => all(row?.children ?? []).map(({ label }) => label);
    assert.deepEqual(
      labels(shared).filter(label => /TOKEN|Redis|app/.test(label)),
      [],
    );
    assert.ok(labels(shared).includes("Makefile"));
    assert.equal(breakingProblems(recon), 1);
  });

  it("copies as text and as Markdown", () => {
    const rows = reconRows({ ...empty, environment: [secret] }, options).slice(4, 5);
    assert.match(rowsAsText(rows), /^Environment {2}1 variable · 1 secret · 1 required\n {2}SECRET_KEY/);
    assert.match(rowsAsMarkdown(rows), /\n {4}- `settings.py:3` words$/);
  });
});

describe("modulesInCycles", () => {
  it("finds rings of any length and nothing else", () => {
    const module = (name: string, ...imports: string[]): ModuleInfo => ({
      name,
      path: `${name}.py`,
      kind: "module",
      files: 1,
      lines: 1,
      summary: "",
      imports,
    });
    const found = modulesInCycles([
      module("a", "b"),
      module("b", "c"),
      module("c", "a"),
      module("d", "a"),
      module("e", "e"),
    ]);
    assert.deepEqual([...found].sort(), ["a", "b", "c"]);
  });
});
