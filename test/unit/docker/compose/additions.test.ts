import assert from "node:assert/strict";
import fc from "fast-check";
import { additionsOf, withoutAdditions } from "../../../../src/docker/compose/additions";

const BEFORE = `# The stack of the shop.
services:
    web:
        build: .
        environment:
            - PORT=8000
    db: { image: 'postgres:17' }
`;
const AFTER = `# The stack of the shop.
services:
    web:
        build: .
        environment:
            - PORT=8000
            - SECRET_KEY=\${SECRET_KEY:?Set SECRET_KEY in .env}
        init: true
        healthcheck:
            test: [CMD, true]
            interval: 30s
    db: { image: 'postgres:17' }

    redis:
        image: redis:8 # ours
        volumes: ["redis-data:/data"]

volumes:
    redis-data:
`;
const PATH = "docker-compose.yml";

describe("additions to a Compose file", () => {
  it("are named where they stand, each as a whole", () => {
    assert.deepEqual(Object.keys(additionsOf(PATH, BEFORE, AFTER)), [
      "services/web/environment/SECRET_KEY",
      "services/web/init",
      "services/web/healthcheck",
      "services/redis",
      "volumes",
    ]);
    assert.deepEqual(additionsOf(PATH, AFTER, AFTER), {});
  });

  it("are blanks without them, and every line stays where it is", () => {
    const left = withoutAdditions(PATH, AFTER, additionsOf(PATH, BEFORE, AFTER));
    assert.equal(left.length, AFTER.length);
    assert.deepEqual(
      left
        .split("\n")
        .map(line => line.trimEnd())
        .filter(line => line !== ""),
      [...BEFORE.trimEnd().split("\n")],
    );
    assert.equal(left.split("\n")[11], AFTER.split("\n")[11]);
  });

  it("are their owner's as soon as they were changed", () => {
    const additions = additionsOf(PATH, BEFORE, AFTER);
    const edited = AFTER.replace("redis:8", "redis:7").replace("interval: 30s", "interval: 10s");
    const left = withoutAdditions(PATH, edited, additions);
    assert.match(left, /redis:7/);
    assert.match(left, /interval: 10s/);
    assert.doesNotMatch(left, /SECRET_KEY|init/);
    assert.equal(withoutAdditions(PATH, AFTER.replaceAll("\n", "\r\n"), additions).includes("redis"), false);
  });

  it("are variables in a list of variables, and nothing in other files", () => {
    const before = "PORT=8000\n";
    const after = "PORT=8000\n\n# Password of the service db.\nDB_PASSWORD=\n";
    const additions = additionsOf("deploy/.env.example", before, after);
    assert.deepEqual(Object.keys(additions), ["DB_PASSWORD"]);
    assert.doesNotMatch(withoutAdditions("deploy/.env.example", after, additions), /DB_PASSWORD/);
    assert.match(withoutAdditions("deploy/.env.example", after.replace("WORD=", "WORD=x"), additions), /DB_PASSWORD=x/);
    for (const path of ["Makefile", "Dockerfile", ".gitignore", ".vscode/launch.json"])
      assert.deepEqual(additionsOf(path, "", "build: x\nNAME=1\n"), {});
  });

  it("are known in a file that merges two anchors into one service", () => {
    const before =
      "x-a: &a { init: true }\nx-b: &b { tty: true }\nservices:\n  web:\n    <<: *a\n    <<: *b\n    image: a\n";
    const after = `${before}    restart: always\n`;
    assert.deepEqual(Object.keys(additionsOf(PATH, before, after)), ["services/web/restart"]);
  });

  it("leave any text as long as it was", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        for (const path of [PATH, ".env.example"])
          assert.equal(withoutAdditions(path, after, additionsOf(path, before, after)).length, after.length);
      }),
    );
  });

  it("are what says something of the application in a Dockerfile, unless it was there in another form", () => {
    const before = "FROM python:3.13-slim\nRUN pip install -r requirements.txt\n";
    const pip = "RUN pip install --no-cache-dir alembic==1.18.4\n";
    const after = `${before}${pip}USER 10001:10001\nCMD ["shop"]\n`;
    const additions = additionsOf("Dockerfile", before, after);
    assert.deepEqual(Object.keys(additions), [pip.trim(), "CMD"]);
    assert.equal(
      withoutAdditions("Dockerfile", after, additions).replace(/ +\n/g, "\n"),
      `${before}\nUSER 10001:10001\n\n`,
    );
    const edited = after.replace("shop", "store");
    assert.ok(withoutAdditions("Dockerfile", edited, additions).includes('CMD ["store"]'), "its owner's since");
    assert.deepEqual(additionsOf("Dockerfile", `${before}CMD shop\n`, `${before}CMD ["shop"]\n`), {});
  });
});
