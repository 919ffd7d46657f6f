import assert from "node:assert/strict";
import { placeInLog } from "../../../src/verify/causes";
import { moduleOf, readImportTimes, readSamples, timeOf } from "../../../src/verify/import-time";
import { driftOf, inputsOf, limitDrift } from "../../../src/verify/inputs";
import { cancelled, DrydockError } from "../../../src/model/error";
import { removedAfter, removeRun } from "../../../src/verify/remove-run";
import { readStack } from "../../../src/verify/compose-stack";
import { servicePlaces } from "../../../src/verify/service-places";
import { unsafeReplicas } from "../../../src/verify/unsafe-replicas";
import { answersHttp, pingCommand } from "../../../src/verify/service-command";
import { suggestResources } from "../../../src/verify/suggest-resources";
import { testFailures, workspacePath } from "../../../src/verify/test-failures";
import { workersOf } from "../../../src/verify/worker-count";
import { systemClock } from "../../../src/host/system";
import { memoryFiles } from "../../kit/memory-files";
import { emptyRecon, sampleVerification } from "../../kit/samples";
import { containerDetail } from "../engine/fake-port";
import { entryPoint } from "../scaffold/recon-kit";

describe("failed tests", () => {
  it("of pytest have their line and reason", () => {
    const output = [
      "=== FAILURES ===",
      "____ test_total ____",
      "    def test_total():",
      ">       assert total() == 4",
      "E       assert 3 == 4",
      "",
      "tests/test_shop.py:7: AssertionError",
      "=== short test summary info ===",
      "FAILED tests/test_shop.py::test_total - assert 3 == 4",
      "=== 1 failed, 2 passed in 0.10s ===",
    ].join("\n");
    assert.deepEqual(testFailures(output), [
      {
        name: "test_total",
        why: "assert 3 == 4",
        path: "tests/test_shop.py",
        line: 7,
        log: "def test_total():\n>       assert total() == 4\nE       assert 3 == 4\n\ntests/test_shop.py:7: AssertionError",
      },
    ]);
  });

  it("of pytest have the whole reason where the summary cuts it, each with its own part of the output", () => {
    const whole = `AssertionError: assert (200, {'status': 'ok'}) == (200, {'status': '${"fine".repeat(3)}'})`;
    const section = (title: string, line: number): string[] => [
      `____ ${title} ____`,
      `E       ${whole}`,
      "E         ",
      "",
      `tests/test_shop.py:${line}: `,
      "shop/orders.py:3: AssertionError",
    ];
    const output = [
      ...section("Orders.test_a", 5),
      ...section("test_a[x y]", 9),
      "=== short test summary info ===",
      "FAILED tests/test_shop.py::test_a[x y] - AssertionError: assert (200, {'sta...",
      "FAILED tests/test_shop.py::Orders::test_a - Assertion...",
      "FAILED tests/test_shop.py::test_gone - Cut off at the en...",
    ].join("\n");
    assert.deepEqual(
      testFailures(output).map(({ name, why, line }) => [name, why, line]),
      [
        ["test_a[x y]", whole, 9],
        ["Orders::test_a", whole, 5],
        ["test_gone", "Cut off at the en...", 0],
      ],
    );
  });

  it("of pytest have the whole of what pytest itself refuses, which bears no mark", () => {
    const whole = "'test_home' requested an async fixture 'connection', with no plugin or hook that handled it.";
    const output = [
      "____ ERROR at setup of test_home ____",
      whole,
      "See: https://docs.pytest.example/",
      "=== short test summary info ===",
      "ERROR tests/test_home.py::test_home - Failed: 'test_home' requested an async f...",
    ].join("\n");
    assert.deepEqual(
      testFailures(output).map(({ why }) => why),
      [whole],
    );
  });

  it("say why a file could not be loaded", () => {
    const section = (path: string, ...lines: readonly string[]): readonly string[] => [
      `____ ERROR collecting ${path} ____`,
      ...lines,
    ];
    const output = [
      ...section("tests/a/test_x.py", "import file mismatch:", "imported module 'test_x' has this __file__ attribute:"),
      ...section(
        "tests/test_y.py",
        "tests/test_y.py:3: in <module>",
        "    import shop",
        "E   ModuleNotFoundError: No module named 'shop'",
      ),
      "=== short test summary info ===",
      "ERROR tests/a/test_x.py",
      "ERROR tests/test_y.py",
    ].join("\n");
    assert.deepEqual(
      testFailures(output).map(({ name, why, line }) => [name, why, line]),
      [
        ["tests/a/test_x.py", "import file mismatch", 0],
        ["tests/test_y.py", "ModuleNotFoundError: No module named 'shop'", 3],
      ],
    );
  });

  it("of pytest name the line of a fixture or a hook that failed before any line of the test", () => {
    const setup = (title: string): readonly string[] => [
      `____ ERROR at setup of ${title} ____`,
      "tests/conftest.py:33: in clean",
      "    raise pytest.UsageError(WHY)",
      "E   _pytest.config.exceptions.UsageError: cleanup is disabled: ALLOW_CLEANUP is not set",
      "---- Captured stderr setup ----",
      ".venv/lib/python3.11/site-packages/driver/__init__.py:122: OperationalError",
      "env/lib/python3.11/contextlib.py:137: in __enter__",
      "/usr/lib/python3.11/logging/__init__.py:9: gone",
    ];
    const output = [
      "____ ERROR collecting test session ____",
      "/opt/venv/lib/python3.11/site-packages/pluggy/_manager.py:183: in _hookexec",
      "tests/unit/conftest.py:44: in pytest_configure",
      "E   FileNotFoundError: [Errno 2] No such file or directory: 'docs/endpoints.md'",
      ...setup("test_a[one]"),
      ...setup("Orders.test_b"),
      "=== short test summary info ===",
      "ERROR  - FileNotFoundError: [Errno 2] No such file or directory: 'docs/endpoi...",
      "ERROR tests/test_shop.py::test_a[one] - _pytest.config.exceptions.UsageError: clean...",
      "ERROR tests/test_shop.py::Orders::test_b - _pytest.config.exceptions.UsageError: clean...",
    ].join("\n");
    const why = "_pytest.config.exceptions.UsageError: cleanup is disabled: ALLOW_CLEANUP is not set";
    assert.deepEqual(
      testFailures(output).map(({ name, path, line, why: said, isUnloaded }) => [name, path, line, said, isUnloaded]),
      [
        [
          "the test session",
          "tests/unit/conftest.py",
          44,
          "FileNotFoundError: [Errno 2] No such file or directory: 'docs/endpoints.md'",
          true,
        ],
        ["test_a[one]", "tests/conftest.py", 33, why, undefined],
        ["Orders::test_b", "tests/conftest.py", 33, why, undefined],
      ],
    );
  });

  it("of unittest have theirs from the traceback", () => {
    const output = [
      "======================================================================",
      "FAIL: test_total (tests.test_shop.Shop)",
      "----------------------------------------------------------------------",
      "Traceback (most recent call last):",
      '  File "/app/tests/test_shop.py", line 12, in test_total',
      "    self.assertEqual(3, 4)",
      '  File "/usr/local/lib/python3.11/unittest/case.py", line 900, in fail',
      "AssertionError: 3 != 4",
      "",
      "----------------------------------------------------------------------",
      "Ran 1 test in 0.001s",
    ].join("\n");
    const [failure] = testFailures(output);
    assert.match(failure?.log ?? "", /self\.assertEqual\(3, 4\)[^]*AssertionError: 3 != 4$/);
    assert.deepEqual(failure && { ...failure, log: "" }, {
      name: "test_total",
      why: "AssertionError: 3 != 4",
      path: "/app/tests/test_shop.py",
      line: 12,
      log: "",
    });
  });

  it("are paths of the workspace, never a library's file of the same name", () => {
    assert.equal(workspacePath("/app/shop/app.py", ["app.py", "shop/app.py"]), "shop/app.py");
    assert.equal(workspacePath("/usr/lib/python3.11/site-packages/flask/app.py", ["app.py"]), null);
    assert.equal(
      placeInLog('Traceback (most recent call last):\n  File "/app/wsgi.py", line 3\n  File "<frozen x>", line 1\n', [
        "wsgi.py",
      ])?.line,
      3,
    );
  });
});

describe("import times", () => {
  it("are asked of the module that the start command serves", () => {
    assert.equal(moduleOf(["gunicorn", "shop.wsgi:app", "--bind", "0.0.0.0:8000"]), "shop.wsgi");
    assert.equal(moduleOf(["celery", "-A", "shop.tasks", "worker"]), "shop.tasks");
    assert.equal(moduleOf(["python", "-m", "bot"]), "bot");
    assert.equal(moduleOf(["python", "-m", "gunicorn", "a.b:create()"]), "a.b");
    assert.equal(moduleOf(["python", "manage.py", "runserver"]), null);
  });

  it("are read with their depth", () => {
    const text =
      "import time: self [us] | cumulative | imported package\nimport time:       100 |       2100 |   numpy\nimport time:        50 |       2150 | wsgi\n";
    assert.deepEqual(readImportTimes(text), [
      { name: "numpy", depth: 1, cumulativeMs: 2.1 },
      { name: "wsgi", depth: 0, cumulativeMs: 2.15 },
    ]);
  });

  it("of a module in a package count what the package imports before it", () => {
    const row = (us: number, depth: number, name: string) => ({ name, depth, cumulativeMs: us / 1000 });
    const times = [row(300, 1, "flask"), row(400, 0, "shop"), row(30, 1, "celery"), row(50, 0, "shop.tasks")];
    assert.equal(timeOf("shop.tasks", times), 0.45);
    // What the package imports itself is in its own time already.
    assert.equal(timeOf("shop.tasks", [row(50, 1, "shop.tasks"), row(400, 0, "shop")]), 0.4);
    assert.equal(timeOf("shop", times), 0.4);
    assert.equal(timeOf("shop.other", times), null);
  });

  it("name the line on which most stacks stand", () => {
    const stack = (line: number) =>
      `Timeout (0:00:00.100000)!\nThread 0x1 (most recent call first):\n  File "/usr/lib/python3.11/time.py", line 1 in sleep\n  File "/app/app.py", line ${line} in <module>\n  File "<string>", line 1 in <module>\n`;
    assert.deepEqual(readSamples(stack(4) + stack(9) + stack(4)), { path: "/app/app.py", line: 4, share: 2 / 3 });
    assert.equal(readSamples("nothing"), null);
  });
});

describe("a worker", () => {
  it("has to answer where its server speaks nothing but HTTP", () => {
    const answers = (words: string): boolean => answersHttp(words.split(" "));
    assert.equal(answers("gunicorn shop.wsgi:application --bind 0.0.0.0:8000"), true);
    assert.equal(answersHttp(["sh", "-c", "exec /opt/venv/bin/uvicorn shop:app"]), true);
    assert.equal(answers("uvicorn shop:app --ssl-keyfile key.pem"), false);
    assert.equal(answers("python serve.py"), false);
    assert.equal(answers("celery -A shop worker"), false);
  });

  it("is asked by its framework's own ping", () => {
    const asked = (words: string): string | undefined => pingCommand(words.split(" "))?.command.join(" ");
    assert.equal(asked("celery -A shop worker --concurrency 2"), "celery -A shop inspect ping --timeout 10");
    assert.equal(asked("celery -A worker worker -l info"), "celery -A worker inspect ping --timeout 10");
    assert.equal(
      asked("celery -n worker --workdir worker --app=worker worker"),
      "celery -n worker --workdir worker --app=worker inspect ping --timeout 10",
    );
    assert.equal(
      asked("python -m celery -q -b redis://a worker -n a")?.endsWith("redis://a inspect ping --timeout 10"),
      true,
    );
    for (const other of ["-A worker beat", "-A worker flower", "multi start worker", "--app worker inspect active"])
      assert.equal(asked(`celery ${other}`), undefined, other);
    assert.equal(asked("arq shop.tasks.Settings"), "arq shop.tasks.Settings --check");
    assert.equal(asked("procrastinate --app shop.app worker -q mail"), "procrastinate --app shop.app healthchecks");
    assert.equal(
      asked("/opt/venv/bin/rq worker -u redis://redis:6379/0 mail"),
      "/opt/venv/bin/rq info --only-workers --raw -u redis://redis:6379/0",
    );
    for (const other of ["celery -A shop beat", "rqscheduler", "dramatiq shop.tasks", "python worker.py"])
      assert.equal(asked(other), undefined, other);
  });

  it("of RQ answers only where its list has a worker, as rq info always exits 0", () => {
    const answer = pingCommand(["rq", "worker"])?.answer;
    assert.match("worker 0b2f… idle mail\nqueue mail 0", answer ?? /^$/);
    assert.doesNotMatch("queue mail 0", answer ?? /worker/);
  });

  it("gets limits with room above what was measured", () => {
    const usage = { memoryIdle: 50e6, memoryPeak: 100e6, cpuIdle: 1, cpuPeak: 130 };
    const server = { workers: 2, machineCpus: 8 };
    const MIB = 1024 * 1024;
    assert.deepEqual(suggestResources(usage, server), { memoryBytes: 192 * MIB, cpus: 2, workers: 2 });
    assert.equal(suggestResources({ ...usage, memoryPeak: 0 }, server), null);
  });

  it("gets limits that hold up nothing of what was measured, and none that the engine refuses", () => {
    const MIB = 1024 * 1024;
    const usage = { memoryIdle: 50e6, memoryPeak: 100 * MIB, cpuIdle: 1, cpuPeak: 3 };
    // A start and a short request take a whole processor, whatever the mean of a second is.
    assert.equal(suggestResources(usage, { workers: null, machineCpus: 8 })?.cpus, 1);
    assert.deepEqual(suggestResources(usage, { workers: 2, machineCpus: 8 }), {
      memoryBytes: 192 * MIB,
      cpus: 1,
      workers: 2,
    });
    // A process that is added takes memory as well.
    assert.equal(suggestResources(usage, { workers: 1, machineCpus: 8 })?.memoryBytes, 320 * MIB);
    assert.deepEqual(suggestResources({ ...usage, cpuPeak: 390 }, { workers: 4, machineCpus: 4 }), {
      memoryBytes: 192 * MIB,
      cpus: 4,
      workers: 4,
    });
    assert.equal(suggestResources(usage, { workers: null, machineCpus: 0 })?.cpus, 1);
  });

  it("has as many server processes as its command or its environment says, else one", () => {
    const counted = (Cmd: readonly string[], Env: readonly string[] = []): number | null =>
      workersOf(containerDetail({ raw: { Config: { Cmd, Env } } }));
    assert.equal(counted(["gunicorn", "-w", "3", "shop:app"], ["WEB_CONCURRENCY=5"]), 3);
    assert.equal(counted(["sh", "-c", "exec gunicorn --workers=4 shop:app"]), 4);
    assert.equal(counted(["uvicorn", "shop:app"], ["WEB_CONCURRENCY=5"]), 5);
    assert.equal(counted(["gunicorn", "shop:app"]), 1);
    assert.equal(counted(["celery", "-A", "shop", "worker"]), null);
  });
});

describe("several containers of one service", () => {
  it("are unsafe with SQLite, files, a fixed name and a scheduler, each at its line", () => {
    const place = (path: string, line: number) => ({ path, line, column: 1, text: "", confidence: "high" as const });
    const integration = {
      kind: "database" as const,
      protocol: "file",
      via: "code" as const,
      variables: [],
      breaksInContainer: null,
      optional: false,
    };
    const recon = {
      ...emptyRecon("shop"),
      integrations: [
        { ...integration, service: "sqlite", places: [place("settings.py", 3)] },
        { ...integration, service: "postgres", places: [place("settings.py", 4)] },
        { ...integration, service: "uploads", kind: "filesystem" as const, places: [place("views.py", 9)] },
      ],
      entryPoints: [
        entryPoint("worker", "shop", "celery -A shop worker -B"),
        entryPoint("worker", "other", "celery -A shop worker"),
      ],
    };
    const text = "services:\n  web: { build: ., container_name: shop, ports: [8000] }\n";
    const [service] = readStack("compose.yaml", text).services;
    assert.ok(service);
    assert.deepEqual(
      unsafeReplicas(recon, service, servicePlaces("compose.yaml", text)).map(({ what, place: where }) => [
        what,
        `${where?.path}:${where?.line}`,
      ]),
      [
        ["Data lies in SQLite.", "settings.py:3"],
        ["The code writes files.", "views.py:9"],
        ["worker is a scheduler.", "app.py:1"],
        ["web has the fixed name shop.", "compose.yaml:2"],
      ],
    );
  });
});

describe("removing a run", () => {
  const nothing = { containers: [], networks: [], volumes: [], images: [] };
  const counts = { containers: 0, networks: 0, volumes: 0, images: 0 };
  const clock = { ...systemClock, sleep: () => Promise.resolve() };

  it("looks again, as a container may appear after its creator was stopped", async () => {
    const rounds = [nothing, { ...nothing, containers: [{ name: "late" }] }, nothing];
    const events: string[] = [];
    const removed = await removeRun(
      {
        list: () => Promise.resolve(rounds.shift() ?? nothing),
        remove: () => Promise.resolve({ ...counts, containers: rounds.length === 1 ? 1 : 0, failed: [] }),
      },
      "7-a",
      clock,
      ({ kind }) => events.push(kind),
    );
    assert.equal(removed.containers, 1);
    assert.deepEqual(events, ["removing", "removed"]);
  });

  it("is done after work that failed, whose failure is told also where the engine answers no more", async () => {
    const place = { path: "compose.yaml", line: 3, column: 1, text: "web:", confidence: "high" } as const;
    const failure = new DrydockError("engine-lost", "It is gone after step 2.", "Why.", "Start the engine.").at(place);
    const work = (): Promise<void> => Promise.reject(failure);
    const removed = { ...counts, failed: [] };
    await assert.rejects(
      removedAfter(work, () => Promise.resolve(removed)),
      failure,
    );
    const gone = new DrydockError("engine-lost", "It is gone while listing containers.", "", "");
    await assert.rejects(
      removedAfter(work, () => Promise.reject(gone)),
      {
        message: "It is gone after step 2.",
        todo: "Start the engine. What was started is removed by the next run, or by drydock clean.",
        place,
      },
    );
    await assert.rejects(
      removedAfter(
        () => Promise.reject(cancelled()),
        () => Promise.reject(gone),
      ),
      { code: "engine-lost", message: gone.message },
    );
    await assert.rejects(
      removedAfter(
        () => Promise.resolve(),
        () => Promise.reject(gone),
      ),
      gone,
    );
    assert.equal(
      await removedAfter(
        () => Promise.resolve(),
        () => Promise.resolve(removed),
      ),
      removed,
    );
  });

  it("tells what could not be removed", async () => {
    const failed = [{ kind: "volume", name: "data", why: "volume is in use" }];
    const removed = await removeRun(
      {
        list: () => Promise.resolve({ ...nothing, volumes: [{ name: "data" }] }),
        remove: () => Promise.resolve({ ...counts, failed }),
      },
      "7-a",
      clock,
      () => undefined,
    );
    assert.deepEqual(removed.failed, failed);
  });
});

describe("drift", () => {
  it("is told in sentences that name what changed", () => {
    const before = {
      dependencies: { flask: "3.0.0", boto3: "" },
      variables: ["PORT"],
      services: [],
      entryPoints: ["gunicorn a:b"],
      python: "3.11",
      files: { Dockerfile: "1", ".dockerignore": "1" },
    };
    const after = {
      ...before,
      dependencies: { flask: "3.1.0", redis: "5" },
      variables: ["PORT", "TOKEN"],
      services: ["redis"],
      files: { Dockerfile: "2", "compose.yaml": "1" },
    };
    assert.deepEqual(driftOf(before, after, emptyRecon("shop")), [
      "flask is 3.1.0 now; it was 3.0.0.",
      "The code gained redis.",
      "boto3 is no longer needed.",
      "The code uses the new variable TOKEN.",
      "The code uses the new service redis.",
      "Dockerfile changed.",
      ".dockerignore is gone.",
      "compose.yaml is new.",
    ]);
    assert.deepEqual(driftOf(before, before, emptyRecon("shop")), []);
  });

  it("takes decisions of the configuration for a change, and neither limits nor what was written last", async () => {
    const fileOf = async (text: string) =>
      (await inputsOf(emptyRecon("shop"), memoryFiles({ ".drydock.yaml": text }))).files[".drydock.yaml"];
    const plain = await fileOf("decisions: { web.port: 80 }\n");
    assert.equal(await fileOf("decisions: { web.port: 80 }\nthresholds: { image.layers: 9 }\ngenerated: {}\n"), plain);
    assert.notEqual(await fileOf("decisions: { web.port: 81 }\n"), plain);
  });

  it("tells a limit that judges the figures otherwise", () => {
    const threshold = sampleVerification().thresholds[0];
    assert.ok(threshold?.held);
    const limit = (bytes: number) => ({ "image.bytes": { limit: bytes, relative: null } });
    const figures = { "image.bytes.web": 214e6, "probe.p50.web": 40 };
    const last = { thresholds: [threshold] };
    assert.deepEqual(limitDrift(last, figures, limit(220e6)), []);
    assert.deepEqual(limitDrift(last, figures, limit(200e6)), [
      ".drydock.yaml changed the limit image.bytes.web, which is missed now.",
    ]);
    // A limit that is taken away leaves the proposed one, or none.
    const missed = { ...threshold, limit: 200e6, held: false, source: "yours" as const };
    const bare = { ...missed, key: "probe.p50.web", limit: 30 };
    assert.deepEqual(limitDrift({ thresholds: [missed, bare] }, figures, {}), [
      ".drydock.yaml no longer gives the limit image.bytes.web, which is held now.",
      ".drydock.yaml no longer gives the limit probe.p50.web, which is held now.",
    ]);
    assert.deepEqual(limitDrift({ thresholds: [{ ...missed, source: "baseline" }] }, figures, {}), []);
    // A limit of a figure that nobody judged before is news only where it is missed.
    assert.deepEqual(limitDrift(last, figures, { "probe.p50": { limit: 50, relative: null } }), []);
    assert.equal(limitDrift(last, figures, { "probe.p50": { limit: 30, relative: null } }).length, 1);
  });
});
