import assert from "node:assert/strict";
import { parseDocument, type Node } from "yaml";
import { buildContext, withOneLineChanged } from "../../../src/verify/build-context";
import { lastException } from "../../../src/model/last-exception";
import { causeOf, lastWords } from "../../../src/verify/causes";
import { isGateway, openedStack, readStack, readTestedStack, type Stack } from "../../../src/verify/compose-stack";
import { dockerName } from "../../../src/verify/run-identity";
import { stackOverride } from "../../../src/verify/stack-override";
import { holdsTests } from "../../../src/verify/run-tests";
import { foundNoTests, readTestCounts } from "../../../src/verify/test-counts";
import { Measurements } from "../../../src/verify/measurements";
import { judge } from "../../../src/verify/thresholds";
import { memoryFiles } from "../../kit/memory-files";

function measurements(figures: Readonly<Record<string, number>>): Measurements {
  const measured = new Measurements();
  for (const [key, value] of Object.entries(figures)) measured.add(key, value);
  return measured;
}

const COMPOSE = `services:
  web:
    build: { context: ./services/web/, target: runtime, args: [A=1] }
    ports: ["127.0.0.1:8000:80/tcp", { target: 9000, published: 9001 }, "\${PORT:-5}:7000"]
    depends_on: { migrate: { condition: service_completed_successfully } }
    healthcheck: { test: [CMD, "true"] }
  migrate:
    build: .
    healthcheck: { disable: true }
  db: { image: postgres:17, volumes: ["data:/var/lib/postgresql/data"] }
  shell: { image: a, profiles: [tools] }
volumes: { data: {} }
`;

describe("a Compose stack", () => {
  const stack = readStack("compose.yaml", COMPOSE);

  it("is read with builds, container ports, one-shots and profiles", () => {
    const [web, migrate, db, shell] = stack.services;
    assert.deepEqual(web?.build, {
      context: "services/web",
      dockerfile: "Dockerfile",
      target: "runtime",
      args: { A: "1" },
      usedSecrets: [],
    });
    assert.deepEqual(web?.ports, [80, 9000, 7000]);
    assert.deepEqual([web?.isOneShot, migrate?.isOneShot, db?.isOneShot], [false, true, false]);
    assert.deepEqual([web?.hasHealthcheck, migrate?.hasHealthcheck], [true, false]);
    assert.deepEqual(shell?.profiles, ["tools"]);
    assert.deepEqual(stack.volumes, ["data"]);
  });

  it("has no UDP, and of a range that Compose writes out its first port", () => {
    const range = Array.from({ length: 50 }, (_, index) => `{ target: ${49_152 + index}, protocol: tcp }`);
    const text = `services:
  two: { image: a, ports: ["8000:8000", "8001:8001", "53:53/udp", { target: 54, protocol: udp }] }
  many: { image: a, ports: ["80:80", ${range.join(", ")}] }
`;
    assert.deepEqual(
      readStack("compose.yaml", text).services.map(({ ports }) => ports),
      [
        [8000, 8001],
        [80, 49_152],
      ],
    );
  });

  it("is opened where what is built here serves other services alone", () => {
    const text = `services:
  api: { build: api, expose: ["8001/tcp", 8002] }
  web: { build: web, ports: ["8000:80"], expose: ["9000"] }
  cache: { image: redis, expose: ["6379"] }
`;
    const inner = readStack("compose.yaml", text);
    const portsOf = ({ services }: Stack): readonly (readonly number[])[] => services.map(({ ports }) => ports);
    assert.deepEqual(portsOf(inner), [[], [80], []]);
    assert.deepEqual(portsOf(openedStack(inner)), [[8001, 8002], [80], []]);
  });

  it("is reached through what publishes a port and waits for a service that is built here", () => {
    const text = `services:
  web: { build: ., expose: [8000] }
  migrate: { build: ., command: flask db upgrade }
  gate: { image: "nginx:1", ports: ["80:80"], depends_on: [web] }
  edge: { image: "traefik:3", ports: ["443:443"], depends_on: { web: { condition: service_healthy } } }
  closed: { image: "nginx:1", depends_on: [web] }
  worker: { build: ., command: celery -A shop worker }
  flower: { image: mher/flower, ports: ["5555:5555"], depends_on: [worker] }
  db: { image: "postgres:16", ports: ["5432:5432"] }
  admin: { image: adminer, ports: ["8080:8080"], depends_on: { migrate: { condition: service_completed_successfully }, db: {} } }
`;
    const { services } = readStack("compose.yaml", text);
    assert.deepEqual(
      services.filter(one => isGateway(one, services)).map(({ name }) => name),
      ["gate", "edge"],
    );
  });

  it("gets free ports, the built images and this run's labels in an override", () => {
    const run = { owner: "7-abc", workspace: "shop", started: "2026-01-01T00:00:00Z", project: "p" };
    const text = stackOverride(stack, run, new Map([["web", "shop-web:latest"]]), stack.services);
    assert.match(text, /web:\n {4}labels:\n {6}drydock.owner: "7-abc"/);
    assert.match(
      text,
      /image: "shop-web:latest"\n {4}pull_policy: "never"\n {4}ports: !override\n {6}- "127.0.0.1::80"\n/,
    );
    assert.match(text, /db:[\s\S]*ports: !override \[\]/);
    assert.match(text, /volumes:\n {2}data: !override\n {4}labels:/);
    assert.match(text, /networks:\n {2}default:/);
    // A one-shot may be tried again, as its own policy says; what stays up is not, whatever `deploy` says, and nothing of its
    // own policy is left: `max_attempts` without a condition ends every start.
    assert.equal(
      text.match(/deploy:\n {6}restart_policy: !override\n {8}condition: "none"/g)?.length,
      stack.services.filter(({ isOneShot }) => !isOneShot).length,
    );
  });

  it("gets networks, volumes and containers of its own where the file names those of others", () => {
    const run = { owner: "7-abc", workspace: "shop", started: "2026-01-01T00:00:00Z" };
    const shared = readStack(
      "compose.yaml",
      `services:
  db: { image: "postgres:17", container_name: shop-db, volumes: ["data:/data"], networks: { proxy: { ipv4_address: 10.9.0.2 } } }
networks:
  proxy: { external: true, internal: true, ipam: { config: [{ subnet: 10.9.0.0/24 }] } }
  default: { name: all }
volumes: { data: { external: true, name: shop-data } }
`,
    );
    const override = parseDocument(stackOverride(shared, run, new Map(), shared.services), { logLevel: "silent" });
    const tagOf = (...path: readonly string[]): string | undefined => (override.getIn(path, true) as Node).tag;
    const labels = { "drydock.owner": "7-abc", "drydock.workspace": "shop", "drydock.started": run.started };
    const { services, networks, volumes } = override.toJS() as Readonly<
      Record<string, Readonly<Record<string, object>>>
    >;
    assert.equal(tagOf("services", "db", "container_name"), "!reset");
    assert.deepEqual(Object.keys(services?.["db"] ?? {}), ["labels", "ports", "container_name", "deploy"]);
    assert.deepEqual(networks, {
      default: { labels },
      proxy: { internal: true, ipam: { config: [{ subnet: "10.9.0.0/24" }] }, labels },
    });
    assert.deepEqual(volumes, { data: { labels } });
    for (const path of [
      ["networks", "proxy"],
      ["networks", "default"],
      ["volumes", "data"],
    ])
      assert.equal(tagOf(...path), "!override");
  });

  it("gets a check that always holds where a long-running service has its own switched off", () => {
    const run = { owner: "7-abc", workspace: "shop", started: "2026-01-01T00:00:00Z" };
    const off = readStack(
      "compose.yaml",
      "services:\n  w: { image: a, healthcheck: { disable: true } }\n  x: { image: a }\n",
    );
    const text = stackOverride(off, run, new Map(), off.services, { x: { deploy: { replicas: 3 } } });
    assert.match(text, /w:[\s\S]*healthcheck:\n {6}disable: false\n {6}test:\n {8}- "CMD-SHELL"\n {8}- "exit 0"/);
    assert.equal(text.match(/healthcheck/g)?.length, 1);
    assert.match(text, /deploy:\n {6}replicas: 3\n {6}restart_policy: !override\n/);
    assert.deepEqual(off.services[0]?.networks, ["default"]);
  });

  it("of a library is what its tests are run in, with nothing that stays running", () => {
    const text = `services:
  tests: { image: "lib:test", build: { context: ., target: test } }
  db: { image: postgres:17 }
`;
    const [tests, ...others] = readTestedStack("compose.test.yaml", text).services;
    assert.deepEqual(others, []);
    assert.deepEqual([tests?.image, tests?.build?.target, tests?.profiles], ["lib:latest", null, ["tests"]]);
  });

  it("never throws on a broken file", () => {
    assert.deepEqual(readStack("compose.yaml", "services: [\n a: {").services, []);
  });
});

describe("a build context", () => {
  const files = memoryFiles({
    ".dockerignore": "**/*.md\n!README.md\nsecrets\nDockerfile\n",
    Dockerfile: "FROM scratch\n",
    "README.md": "",
    "docs/a.md": "",
    "secrets/key": "k",
    "app/main.py": "x = 1\n",
    "svc/Dockerfile": "FROM scratch\n",
    "svc/Dockerfile.dockerignore": "tests\n",
    "svc/tests/t.py": "",
    "svc/run.py": "",
  });

  it("is filtered as the engine expects it, and keeps the Dockerfile", async () => {
    const { files: sent, ignoreFile } = await buildContext(files, "", "Dockerfile");
    assert.equal(ignoreFile, ".dockerignore");
    assert.deepEqual(
      sent.map(({ path }) => path),
      [
        ".dockerignore",
        "Dockerfile",
        "README.md",
        "app/main.py",
        "svc/Dockerfile",
        "svc/Dockerfile.dockerignore",
        "svc/run.py",
        "svc/tests/t.py",
      ],
    );
  });

  it("of a subfolder uses the Dockerfile's own ignore file", async () => {
    const { files: sent, ignoreFile } = await buildContext(files, "svc", "Dockerfile");
    assert.equal(ignoreFile, "svc/Dockerfile.dockerignore");
    assert.deepEqual(
      sent.map(({ path }) => path),
      ["Dockerfile", "Dockerfile.dockerignore", "run.py"],
    );
  });

  it("can be sent with one source line more, without touching the file", async () => {
    const context = await buildContext(files, "", "Dockerfile");
    const changed = withOneLineChanged(context, new Set(["app/main.py"]), "", "1-a");
    const text = async (list: typeof context.files): Promise<string> =>
      Buffer.from((await list.find(({ path }) => path === "app/main.py")?.read()) ?? []).toString();
    assert.equal(await text(context.files), "x = 1\n");
    assert.match(await text(changed?.context.files ?? []), /^x = 1\n\n# One line more/);
    assert.equal(withOneLineChanged(context, new Set(), "", "1-a"), null);
  });
});

describe("test counts", () => {
  for (const [name, output, expected] of [
    [
      "pytest",
      "....\n===== 3 failed, 38 passed, 2 skipped, 1 warning in 0.12s =====\n",
      { passed: 38, failed: 3, skipped: 2 },
    ],
    ["pytest with errors", "1 passed, 1 error in 0.5s", { passed: 1, failed: 1, skipped: 0 }],
    [
      "pytest in colours",
      "\u001b[32m\u001b[1m5 passed\u001b[0m\u001b[32m in 1.20s\u001b[0m",
      { passed: 5, failed: 0, skipped: 0 },
    ],
    [
      "unittest",
      "Ran 12 tests in 0.300s\n\nFAILED (failures=1, errors=2, skipped=1)\n",
      { passed: 8, failed: 3, skipped: 1 },
    ],
    ["Django", "Ran 4 tests in 0.010s\n\nOK\n", { passed: 4, failed: 0, skipped: 0 }],
    ["something else", "all good", null],
  ] as const) {
    it(`of ${name}`, () => {
      assert.deepEqual(readTestCounts(output), expected);
    });
  }
});

describe("a run that found no test", () => {
  it("is told from one that failed", () => {
    const none = { passed: 0, failed: 0, skipped: 0 };
    assert.deepEqual(readTestCounts("===== no tests ran in 0.01s =====\n"), none);
    assert.deepEqual(readTestCounts("Ran 0 tests in 0.000s\n\nNO TESTS RAN\n"), none);
    assert.ok(foundNoTests(none, 5));
    // Before Python 3.12 unittest ends well without any.
    assert.ok(foundNoTests(none, 0));
    assert.ok(!foundNoTests(null, 0));
    assert.ok(!foundNoTests(none, 2));
    assert.ok(!foundNoTests({ ...none, failed: 1 }, 5));
  });
  it("is no failure where files named as tests are still as a generator wrote them", async () => {
    const stub = "from django.test import TestCase\n\n# Create your tests here.\n";
    assert.ok(!(await holdsTests(memoryFiles({ "app.py": "", "shop/tests.py": stub }), ".")));
    const real = `${stub}class Cart(TestCase):\n    def test_total(self):\n        pass\n`;
    assert.ok(await holdsTests(memoryFiles({ "shop/tests.py": real }), "shop"));
    assert.ok(!(await holdsTests(memoryFiles({ "shop/tests.py": real }), "api")));
  });
});

describe("thresholds", () => {
  it("hold by the own limit, the general one, the baseline's factor or the proposed default, in that order", () => {
    const verdicts = judge(
      measurements({
        "image.bytes.web": 200e6,
        "image.bytes.api": 300e6,
        "build.warm.web": 90,
        "probe.p95.web": 5000,
        "probe.requests.web": 9,
        "unknown.figure": 1,
      }),
      {
        "image.bytes.web": { limit: 100e6, relative: null },
        "image.bytes": { limit: 400e6, relative: null },
        "build.warm": { limit: null, relative: 1.5 },
      },
      { "build.warm.web": 50 },
      false,
    );
    assert.deepEqual(
      verdicts.map(({ key, limit, held }) => [key, limit, held]),
      [
        ["image.bytes.web", 100e6, false],
        ["image.bytes.api", 400e6, true],
        ["build.warm.web", 75, false],
        ["probe.p95.web", 1000, false],
      ],
    );
  });

  it("are compared with a baseline where that was asked, throughput from below", () => {
    const verdicts = judge(
      measurements({ "image.bytes.web": 120e6, "probe.requests.web": 60, "tests.passed": 37, "lint.errors": 0 }),
      { "lint.errors": { limit: 2, relative: null } },
      { "image.bytes.web": 100e6, "probe.requests.web": 90, "tests.passed": 38, "lint.errors": 0 },
      true,
    );
    assert.deepEqual(
      verdicts.map(({ key, limit, held, source }) => [key, Math.round(Number(limit)), held, source]),
      [
        // What `.drydock.yaml` names comes first, as it stands there.
        ["lint.errors", 2, true, "yours"],
        ["image.bytes.web", 110e6, false, "baseline"],
        ["probe.requests.web", 60, true, "baseline"],
        ["tests.passed", 38, false, "baseline"],
      ],
    );
  });

  it("hold where a baseline near nothing was passed by chance, and take no peak of a full load for a change", () => {
    const judged = (figures: Readonly<Record<string, number>>, before: Readonly<Record<string, number>>) =>
      judge(measurements(figures), {}, before, true).map(({ key, limit, held }) => [key, limit, held]);
    assert.deepEqual(
      judged(
        {
          "cpu.idle.web": 0.4,
          "cpu.peak.web": 180,
          "start.import.web": 120,
          "probe.errors.web": 1,
          "stop.graceful.web": 2300,
        },
        {
          "cpu.idle.web": 0,
          "cpu.peak.web": 90,
          "start.import.web": 35,
          "probe.errors.web": 0,
          "stop.graceful.web": 250,
        },
      ),
      [
        ["start.import.web", 135, true],
        ["stop.graceful.web", 2250, false],
        ["cpu.idle.web", 5, true],
        ["probe.errors.web", 0, false],
      ],
    );
  });

  it("judge the median of several measurements, and tell how far they lie apart", () => {
    const measured = new Measurements();
    for (const value of [100, 130, 110]) measured.add("build.warm.web", value);
    const [verdict] = judge(measured, {}, {}, false);
    assert.deepEqual([verdict?.measured, verdict?.samples, verdict?.spread], [110, 3, 20]);
  });
});

describe("causes", () => {
  it("are named from a container's log with what to do", () => {
    assert.match(
      causeOf("web", "Traceback…\nModuleNotFoundError: No module named 'redis'\n")?.what ?? "",
      /^web: The image has no module redis\./,
    );
    assert.match(
      causeOf("web", "ImportError: libpq.so.5: cannot open shared object file: No such file")?.what ?? "",
      /libpq\.so\.5/,
    );
    for (const log of [
      "OperationalError: (2002, \"Can't connect to server on '127.0.0.1' (115)\")",
      "OperationalError: (2003, \"Can't connect to MySQL server on 'localhost' ([Errno 111])\")",
      "(2002, \"Can't connect to local server through socket '/run/mysqld/mysqld.sock' (2)\")",
      'connection to server at "localhost" (::1), port 5432 failed: Connection refused',
    ])
      assert.match(causeOf("web", log)?.what ?? "", /localhost, which is the container itself/);
    assert.equal(causeOf("web", "all is well"), null);
  });

  it("name the host that an installer could not reach, and not a service of the stack", () => {
    const log =
      "error: Request failed after 3 retries\n  cause: Failed to fetch: https://download.pytorch.org/whl/cu128/torch/\n  cause: error sending request for url (https://download.pytorch.org/whl/c\n  cause: client error (Connect)\n  cause: dns error\n  cause: failed to lookup address information: Name or service not known";
    assert.match(causeOf("build", log)?.what ?? "", /^build: download\.pytorch\.org cannot be reached from here/);
  });

  it("find the exception of a traceback whose beginning is cut off", () => {
    const log =
      '  File "/app/src/api.py", line 2, in <module>\n    from aioredis import Redis\n  File "/opt/venv/aioredis/exceptions.py", line 14, in <module>\n    class TimeoutError(asyncio.TimeoutError):\nTypeError: duplicate base class TimeoutError';
    assert.equal(lastException(log), "TypeError: duplicate base class TimeoutError");
  });

  it("fall back to the last exception", () => {
    assert.equal(
      lastException("x\nTraceback (most recent call last):\n  File 'a'\nshop.errors.OrderError: no stock\n"),
      "shop.errors.OrderError: no stock",
    );
    assert.equal(lastException("nothing"), null);
  });

  it("are one sentence where a log is many requests", () => {
    assert.equal(lastWords('"GET / HTTP/1.1" 400\n"GET /health HTTP/1.1" 400\n'), '"GET /health HTTP/1.1" 400');
    assert.equal(lastWords("Traceback (most recent call last):\n  File 'a'\nOSError: no\nexit 1\n"), "OSError: no");
    const refused =
      "error: uninstall-no-record-file\n\n× Cannot uninstall pip 25.1.1\n╰─> no RECORD file was found for pip.\n\nhint: You should check.";
    assert.equal(lastWords(refused), "Cannot uninstall pip 25.1.1");
    const unsolved =
      "  × No solution found when resolving dependencies:\n  ╰─▶ Because a was not found, b cannot be used.\n\nhint: x";
    assert.equal(lastWords(unsolved), "No solution found when resolving dependencies:");
    const tests = "  × adds tea to the cart\n    expected 2\n  ✓ pays\n\nError: no configuration was found\n";
    assert.equal(lastWords(tests), "Error: no configuration was found");
    const unprepared =
      "error: metadata-generation-failed\n\n× Encountered error while generating package metadata.\n╰─> See above for output.\n\nhint: See above for details.\n";
    assert.equal(lastWords(`  RuntimeError: no version\n${unprepared}`), "RuntimeError: no version");
    assert.equal(lastWords(`${unprepared}RuntimeError: no version`), "RuntimeError: no version");
    assert.equal(lastWords(unprepared), "Encountered error while generating package metadata.");
    const usage = "usage: tea [options]\ntea: error: unrecognized arguments: --milk\n  rootdir: /app\n";
    assert.equal(lastWords(usage), "tea: error: unrecognized arguments: --milk");
    const unfit =
      "ERROR: Cannot install shop and tea==1.6 because these package versions have conflicting dependencies.\n\nThe conflict is caused by:\n    shop 3 depends on tea>=1.9\n\nERROR: ResolutionImpossible: for help visit https://pip.example/\n";
    assert.match(lastWords(unfit), /^Cannot install shop and tea==1\.6 because/);
    assert.equal(lastWords("E   TypeError: duplicate base class\n"), "TypeError: duplicate base class");
    const stale =
      "Resolved 8 packages\nerror: The lockfile needs to be updated\n\nhint: To update it, run `uv lock`.\n";
    assert.equal(lastWords(stale), "error: The lockfile needs to be updated");
    assert.equal(lastWords(`${stale.trimEnd()}\n  It goes on here.\n`), "error: The lockfile needs to be updated");
  });
});

describe("names in an engine", () => {
  it("are what Compose accepts", () => {
    assert.deepEqual(["My Shop", "flask-pip", "_x", "été"].map(dockerName), ["my-shop", "flask-pip", "x", "t"]);
  });
});
