import assert from "node:assert/strict";
import { withLimits, withServiceWorkers } from "../../../src/verify/compose-resources";
import { withWorkers } from "../../../src/verify/worker-count";
import { idleService } from "../../kit/samples";
import type { ServiceReport } from "../../../src/model/verification";

const service = (name: string, memoryBytes: number, cpus: number): ServiceReport =>
  idleService(name, { memoryBytes, cpus, workers: null });
const MIB = 1_048_576;

describe("suggested limits in a Compose file", () => {
  it("are added below the service, and nothing else changes", () => {
    const before =
      'services:\n  web: # the shop\n    build: .\n    ports: ["8000:8000"]\n\n  db:\n    image: postgres\n';
    assert.equal(
      withLimits(before, [service("web", 256 * MIB, 0.75)]),
      'services:\n  web: # the shop\n    build: .\n    ports: ["8000:8000"]\n    deploy:\n      resources:\n        limits:\n          memory: 256M\n          cpus: "0.75"\n\n  db:\n    image: postgres\n',
    );
  });

  it("replace those that stand there, wherever the mapping ends", () => {
    const before =
      "services:\n  web:\n    deploy:\n      resources:\n        limits:\n          memory: 1G # too much\n    image: a\n";
    assert.equal(
      withLimits(before, [service("web", 128 * MIB, 1)]),
      'services:\n  web:\n    deploy:\n      resources:\n        limits:\n          memory: 128M # too much\n          cpus: "1"\n    image: a\n',
    );
  });

  it("are the service's own where a merge key shares them, with all else that was shared", () => {
    const shared = `x-app: &app
  build: .
  deploy:
    resources:
      limits: { memory: 512M, pids: 256 }
      reservations:
        memory: 64M
services:
  web:
    <<: *app
    restart: always

  worker:
    <<: *app
    command: [celery]
`;
    assert.equal(
      withLimits(shared, [service("web", 256 * MIB, 0.75)]),
      shared.replace(
        "    restart: always\n",
        `    restart: always
    deploy:
      resources:
        limits:
          memory: 256M
          pids: 256
          cpus: "0.75"
        reservations:
          memory: 64M
`,
      ),
    );
  });

  it("are changed and added in a mapping on one line", () => {
    const before =
      "services:\n  db:\n    image: a\n    deploy:\n      resources:\n        limits: { memory: 256M, pids: 512 }\n";
    assert.equal(
      withLimits(before, [service("db", 128 * MIB, 1)]),
      before.replace("{ memory: 256M, pids: 512 }", '{ memory: 128M, pids: 512, cpus: "1" }'),
    );
    assert.equal(
      withLimits("services:\n  db:\n    deploy: { replicas: 2 }\n", [service("db", 128 * MIB, 1)]),
      'services:\n  db:\n    deploy: { replicas: 2, resources: { limits: { memory: 128M, cpus: "1" } } }\n',
    );
  });

  it("leave a shared value alone that an alias brings", () => {
    const aliased = "x: &d\n  replicas: 2\nservices:\n  web:\n    image: a\n    deploy: *d\n";
    assert.equal(withLimits(aliased, [service("web", 128 * MIB, 1)]), aliased);
  });

  it("leave flow style, unknown services and broken files alone", () => {
    for (const text of ["services:\n  web: { image: a }\n", "services:\n  other:\n    image: a\n", "services: [\n", ""])
      assert.equal(withLimits(text, [service("web", 128 * MIB, 1)]), text);
  });

  it("end a last line that had no end", () => {
    assert.match(
      withLimits("services:\n  web:\n    image: a", [service("web", 64 * MIB, 1)]),
      /image: a\n {4}deploy:\n[\s\S]*cpus: "1"\n$/,
    );
  });
});

describe("the number of server processes", () => {
  it("is changed in a start command that names one, in every form, and nowhere else", () => {
    for (const [before, after] of [
      [
        'CMD ["gunicorn", "wsgi:app", "-w", "4", "-b", ":8000"]',
        'CMD ["gunicorn", "wsgi:app", "-w", "2", "-b", ":8000"]',
      ],
      ["CMD gunicorn --workers=4 --threads 8 wsgi:app", "CMD gunicorn --workers=2 --threads 8 wsgi:app"],
      ["exec uvicorn main:app --workers 4", "exec uvicorn main:app --workers 2"],
      ["\n      - gunicorn\n      - --workers\n      - '4'\n", "\n      - gunicorn\n      - --workers\n      - '2'\n"],
    ] as const)
      assert.equal(withWorkers(before, 2), after);
    for (const text of [
      "celery worker -w 4",
      "gunicorn wsgi:app",
      "gunicorn --workers $N wsgi:app",
      "gunicorn -w${N} a",
    ])
      assert.equal(withWorkers(text, 2), null);
  });

  it("is the variable's where no command names one, in the form of the environment that is there", () => {
    assert.equal(
      withServiceWorkers("services:\n  web:\n    build: .\n", "web", 3),
      'services:\n  web:\n    build: .\n    environment:\n      WEB_CONCURRENCY: "3"\n',
    );
    assert.equal(
      withServiceWorkers("services:\n  web:\n    environment:\n      WEB_CONCURRENCY: 2\n      A: b\n", "web", 3),
      'services:\n  web:\n    environment:\n      WEB_CONCURRENCY: "3"\n      A: b\n',
    );
    assert.equal(
      withServiceWorkers("services:\n  web:\n    environment:\n      - A=b # first\n    image: x\n", "web", 3),
      "services:\n  web:\n    environment:\n      - A=b # first\n      - WEB_CONCURRENCY=3\n    image: x\n",
    );
    assert.equal(
      withServiceWorkers("services:\n  web:\n    environment:\n    - WEB_CONCURRENCY=8\n    - A=b\n", "web", 3),
      "services:\n  web:\n    environment:\n    - WEB_CONCURRENCY=3\n    - A=b\n",
    );
  });

  it("is changed in a command of the Compose file", () => {
    assert.equal(
      withServiceWorkers("services:\n  web:\n    command: gunicorn -w 8 wsgi:app\n    build: .\n", "web", 3),
      "services:\n  web:\n    command: gunicorn -w 3 wsgi:app\n    build: .\n",
    );
  });

  it("leaves alone what is shared between services", () => {
    for (const text of [
      "x-env: &env\n  A: b\nservices:\n  web:\n    environment: *env\n",
      "services:\n  api:\n    environment: &env\n      - A=b\n  web:\n    environment: *env\n",
      "services:\n  api:\n    command: &run gunicorn -w 8 a\n  web:\n    command: *run\n    environment: {}\n",
    ])
      assert.equal(withServiceWorkers(text, "web", 3), text);
  });
});
