import assert from "node:assert/strict";
import type { UnitDesign } from "../../../../src/scaffold/blueprint";
import { readsConcurrency } from "../../../../src/scaffold/text/concurrency";

function unit(server: string | null, isForeignDockerfile: boolean, command = ""): UnitDesign {
  const start = { path: "Dockerfile", entrypoint: null, command: [{ text: command }], supervised: null };
  const other = {
    path: "Dockerfile.worker",
    entrypoint: null,
    command: [{ text: "gunicorn -w 2 a:b" }],
    supervised: null,
  };
  return {
    web: server === null ? null : { server },
    isForeignDockerfile,
    layout: { starts: [other, start] },
    dockerfile: "Dockerfile",
  } as unknown as UnitDesign;
}

describe("WEB_CONCURRENCY", () => {
  it("is read by gunicorn and uvicorn alone", () => {
    const servers = ["gunicorn", "uvicorn", "daphne", "waitress", null];
    assert.deepEqual(
      servers.map(server => readsConcurrency(unit(server, false))),
      [true, true, false, false, false],
    );
  });

  it("is read where a person's own Dockerfile starts a server without a number of workers", () => {
    const reads = (command: string): boolean => readsConcurrency(unit("gunicorn", true, command));
    assert.equal(reads("gunicorn shop.wsgi --bind 0.0.0.0:8000"), true);
    assert.equal(reads('["gunicorn", "shop.wsgi", "--worker-class", "gthread"]'), true);
    for (const said of [
      "gunicorn shop.wsgi -w 4",
      "gunicorn --workers=4 shop.wsgi",
      '["gunicorn", "--workers", "4", "a:b"]',
    ])
      assert.equal(reads(said), false, said);
    assert.equal(readsConcurrency(unit("gunicorn", false, "gunicorn -w 4 a:b")), true, "ours is written without");
  });
});
