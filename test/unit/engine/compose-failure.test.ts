import assert from "node:assert/strict";
import { composeFailure } from "../../../src/engine/compose-failure";
import type { ContainerDetail } from "../../../src/model/ports";
import { containerDetail, fakePort, withContainers } from "./fake-port";

function failure(stderr: string, details: readonly ContainerDetail[] = [], log: readonly string[] = []) {
  const engine = fakePort(withContainers(details, log));
  return composeFailure(engine, "starting shop", "shop", { exit: 1, stdout: "", stderr });
}

describe("composeFailure", () => {
  it("names the container that has the port", async () => {
    const holder = containerDetail({
      name: "other",
      ports: [{ privatePort: 80, publicPort: 8000, address: "0.0.0.0", protocol: "tcp" }],
    });
    const error = await failure("Bind for 0.0.0.0:8000 failed: port is already allocated", [holder]);
    assert.deepEqual([error.code, error.message], ["port-taken", "Port 8000 is in use by container other."]);
  });

  it("does not advise to stop the first container of a service that was to run several times", async () => {
    const ports = [{ privatePort: 80, publicPort: 8000, address: "0.0.0.0", protocol: "tcp" }] as const;
    const first = containerDetail({ id: "1", name: "shop-web-1", project: "shop", service: "web", ports });
    const second = containerDetail({ id: "2", name: "shop-web-2", project: "shop", service: "web", state: "created" });
    const words = (name: string): string => `endpoint ${name}: Bind for 0.0.0.0:8000 failed: port is already allocated`;
    const twice = await failure(words("shop-web-2"), [first, second]);
    assert.deepEqual(
      [twice.code, twice.message],
      ["port-taken", "Port 8000 is already published by another container of web."],
    );
    assert.match(twice.todo, /^Scale web to 1 again/);
    const other = containerDetail({ id: "3", name: "shop-api-1", project: "shop", service: "api", state: "created" });
    assert.match((await failure(words("shop-api-1"), [first, other, second])).message, /by container shop-web-1/);
  });

  it("prefers a kill for memory to the exit code that it left", async () => {
    const raw = { HostConfig: { Memory: 256 * 1024 * 1024 } };
    const killed = containerDetail({ state: "exited", exitCode: 137, outOfMemory: true, raw });
    const error = await failure("container shop-web-1 exited (137)", [killed]);
    assert.equal(error.code, "out-of-memory");
    assert.match(error.why, /limit of 256 MB/);
    assert.match(error.todo, /512 MB/);
  });

  it("does not call every kill one for memory", async () => {
    const killed = containerDetail({ state: "exited", exitCode: 137, finishedAt: 3000 });
    assert.equal((await failure("container shop-web-1 exited (137)", [killed])).code, "start-crashed");
  });

  it("says what a crashed service said last", async () => {
    const crashed = containerDetail({ state: "exited", exitCode: 1, finishedAt: 3100 });
    const error = await failure("container shop-web-1 exited (1)", [crashed], ["ModuleNotFoundError: redis"]);
    assert.equal(error.message, "web stopped 2 s after its start, exit code 1.");
    assert.equal(error.why, "ModuleNotFoundError: redis");
  });

  it("says of a traceback the exception, also where its head is cut off", async () => {
    const crashed = containerDetail({ state: "exited", exitCode: 1, finishedAt: 3100 });
    const log = [
      '  File "/app/db.py", line 4, in connect',
      "    return driver.connect(dsn)",
      "           ^^^^^^^^^^^^^^^^^^^",
      'driver.OperationalError: connection to server at "localhost" failed: Connection refused',
      "\tIs the server running on that host?",
      "",
      "(Background on this error at: e3q8)",
    ];
    const { why } = await failure("container shop-web-1 exited (1)", [crashed], log);
    assert.equal(why, log[3]);
    const quoted = [...log.slice(0, 4), "[SQL: SELECT 1", "FROM tea]", "(Background on this error at: e3q8)"];
    assert.equal((await failure("container shop-web-1 exited (1)", [crashed], quoted)).why, log[3]);
    const words = ["usage: shop [-h]", "shop: error: the following arguments are required: name"];
    assert.equal((await failure("container shop-web-1 exited (1)", [crashed], words)).why, words.join("\n"));
  });

  it("says what a service said after an exception that it handled", async () => {
    const crashed = containerDetail({ state: "exited", exitCode: 1, finishedAt: 3100 });
    const whyOf = async (log: readonly string[]) =>
      (await failure("container shop-web-1 exited (1)", [crashed], log)).why;
    const handled = [
      "Traceback (most recent call last):",
      '  File "/app/a.py", line 1, in <module>',
      "ImportError: fast",
    ];
    for (const last of ["FATAL: LICENSE_KEY is not set, exiting", "[1] [ERROR] Connection in use", "  ERROR  no key"]) {
      const log = [...handled, "fast is not installed, using the slow parser", last];
      assert.equal(await whyOf(log), log.join("\n"));
    }
    const again = [
      ...handled,
      "",
      "During handling of the above exception, another exception occurred:",
      "",
      ...handled,
    ];
    assert.equal(await whyOf([...again, "FATAL: no key"]), [...again, "FATAL: no key"].join("\n"));
    assert.equal(await whyOf(["OSError: no license", "retry", "gave up"]), "OSError: no license\nretry\ngave up");
  });

  it("takes a server's farewell for no words of the service", async () => {
    const crashed = containerDetail({ state: "exited", exitCode: 3, finishedAt: 3100 });
    const head = ["Traceback (most recent call last):", '  File "/app/a.py", line 1, in <module>'];
    const whyOf = async (...log: readonly string[]) =>
      (await failure("container shop-web-1 exited (3)", [crashed], [...head, ...log])).why;
    const gunicorn = [
      "shop",
      "[2026-05-01 10:00:00 +0000] [1] [INFO] Control socket listening at /root/.gunicorn/gunicorn.ctl",
      "[2026-05-01 10:00:00 +0000] [7] [INFO] Worker exiting (pid: 7)",
      "[2026-05-01 10:00:00 +0000] [1] [ERROR] Worker (pid:7) exited with code 3",
      "[2026-05-01 10:00:00 +0000] [1] [ERROR] Shutting down: Master",
      "[2026-05-01 10:00:00 +0000] [1] [ERROR] Reason: Worker failed to boot.",
    ];
    assert.equal(await whyOf("ImportError: shop", ...gunicorn), "ImportError: shop");
    const uvicorn = ["Received SIGTERM, exiting.", "Terminated child process [9]", "Waiting for child process [9]"];
    const ended = [...uvicorn, "Stopping parent process [1]"].map(said => `INFO:     ${said}`);
    assert.equal(await whyOf("ImportError: shop", ...ended), "ImportError: shop");
    const running = "INFO:     Application startup complete.";
    assert.equal(await whyOf("ImportError: shop", running), [...head, "ImportError: shop", running].join("\n"));
    assert.equal(await whyOf("ValueError: x", "", "ERROR:    Application startup failed. Exiting."), "ValueError: x");
    const refusal = [
      "pydantic.ValidationError: 1 validation error for Settings",
      "KEY",
      "  Field required [type=missing]",
    ];
    assert.equal(await whyOf(...refusal), `${refusal[0]}: KEY`);
  });

  it("blames the container that Compose names, not a one-shot that ended before", async () => {
    const details = [
      containerDetail({ id: "1", name: "shop-old-1", service: "old", state: "exited", exitCode: 3 }),
      containerDetail({ id: "2", name: "shop-web-1", state: "exited", exitCode: 1, finishedAt: 2000 }),
    ];
    assert.match((await failure("container shop-web-1 exited (1)", details)).message, /^web stopped/);
  });

  it("says who watches the project already", async () => {
    const error = await failure(
      'cannot take exclusive lock for project "shop": process with PID 4121 is still running',
    );
    assert.deepEqual([error.message, error.todo], ["shop is watched already.", "Stop that one first."]);
    assert.match(error.why, /process 4121/);
  });

  it("says what the health check said", async () => {
    const sick = containerDetail({ health: "unhealthy", lastProbe: "404 on /health" });
    const error = await failure("container shop-web-1 is unhealthy", [sick]);
    assert.deepEqual([error.code, error.why], ["health-timeout", "Its health check says: 404 on /health"]);
    assert.equal(error.todo, "Correct the health check, or raise `start_period`.");
  });

  it("sends to the application where its log has the exception that the health check meets", async () => {
    const todo = async (...log: readonly string[]): Promise<string> =>
      (await failure("container shop-web-1 is unhealthy", [containerDetail({ health: "unhealthy" })], log)).todo;
    const own = "Correct what its log names, which the health check meets.";
    assert.equal(await todo('  File "app.py", line 16, in home', "TypeError: unhashable type: 'dict'"), own);
    assert.equal(await todo("django.db.utils.OperationalError: no such table: shop_order"), own);
    assert.equal(await todo("psycopg2.errors.UndefinedTable: no such table"), own);
    assert.equal(await todo("django.template.exceptions.TemplateDoesNotExist: index.html"), own);
    assert.equal(await todo("Traceback (most recent call last):", '  File "a.py", line 1', "shop.NoStock: tea"), own);
    for (const line of ["Error:", "Error: Got unexpected extra argument", "shop.Orders: started"])
      assert.match(await todo(line), /^Correct the health check/);
    for (const line of ["Error handling is on.", "INFO no Error: so far", "GET /Error HTTP/1.1 404", ""])
      assert.match(await todo(line), /^Correct the health check/);
  });

  it("shows that exception beside what the check said", async () => {
    const sick = containerDetail({ health: "unhealthy", lastProbe: "curl: (22) error: 500" });
    const error = await failure("container shop-web-1 is unhealthy", [sick], ["INFO", "KeyError: 'tea'"]);
    assert.equal(error.why, "Its health check says: curl: (22) error: 500\nIts log says: KeyError: 'tea'");
    assert.match(error.todo, /which the health check meets/);
  });

  const words: readonly (readonly [string, string])[] = [
    ["Cannot connect to the Docker daemon at unix:///x", "engine-lost"],
    ["docker: 'compose' is not a docker command.", "compose-failed"],
    ["write /x: no space left on device", "disk-full"],
    ["failed to solve: process /bin/sh did not complete successfully: exit code: 1", "build-failed"],
    ["pull access denied for shop/private, repository does not exist", "registry-refused"],
    ["Error response from daemon: manifest for python:9 not found: manifest unknown", "registry-refused"],
    ['Get "https://r.example/v2/": dial tcp: lookup r.example: no such host', "registry-refused"],
    ["services.web.ports must be a array", "compose-failed"],
  ];
  const refusal = 'Get "http://localhost:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused';
  const pulls: readonly (readonly [string, string, string])[] = [
    ["names a service whose image is known", ` none Pulling \n none Error ${refusal}`, "localhost:1/none:1"],
    ["names the image itself", ` Image localhost:1/none:1 Error ${refusal}`, "localhost:1/none:1"],
    ["names nothing", " other Interrupted", "an image of localhost:1"],
    ["names a service that nothing is known of", ` gone Error ${refusal}`, "an image of localhost:1"],
  ];
  for (const [what, text, image] of pulls) {
    it(`names the image of a failed pull where Compose ${what}`, async () => {
      const stderr = `${text}\nError response from daemon: ${refusal}\n`;
      const imageOf = (service: string) => Promise.resolve(service === "none" ? "localhost:1/none:1" : null);
      const error = await composeFailure(fakePort({}), "pulling", null, { exit: 1, stdout: "", stderr }, imageOf);
      assert.equal(error.message, `The registry could not be reached for ${image}.`);
      assert.equal(error.why, refusal);
    });
  }

  it("leaves out what Compose warned of before it failed", async () => {
    const warning = 'time="2026-12-01T03:56:23Z" level=warning msg="The \\"KEY\\" variable is not set."';
    const reason = "services.web.ports must be a array";
    assert.equal((await failure(`${warning}\n${warning}\n${reason}\n`)).why, reason);
  });

  it("names a variable that the Compose file needs, and where to give it a value", async () => {
    const said = "required variable API_KEY is missing a value: see README";
    const error = await failure(`error while interpolating services.web.environment.[]: ${said}\n`);
    assert.equal(error.message, "The Compose file needs API_KEY, which has no value.");
    assert.equal(error.why, `Compose says: ${said}`);
    assert.match(error.todo, /^Give API_KEY a value in \.env/);
  });

  for (const [text, code] of words) {
    it(`${code}: ${text}`, async () => assert.equal((await failure(text)).code, code));
  }
});
