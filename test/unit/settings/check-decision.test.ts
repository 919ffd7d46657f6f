import assert from "node:assert/strict";
import type { DecisionValue } from "../../../src/model/plan";
import { decisionFault, typedDecision } from "../../../src/settings/check-decision";

describe("a decision that a person makes", () => {
  const wrong: readonly (readonly [string, DecisionValue, string])[] = [
    [
      "web.prot",
      80,
      "web.prot is no decision of the plan. Did you mean web.port? docs/configuration.md lists them all.",
    ],
    ["web.port", "abc", "web.port must be a whole number from 1 to 65535; it is abc."],
    ["api/web.port", 99_999, "api/web.port must be a whole number from 1 to 65535; it is 99999."],
    ["web.workers", 1.5, "web.workers must be a whole number from 1 to 1000; it is 1.5."],
    ["python.version", "banana", "python.version must be a minor version, such as 3.11; it is banana."],
    ["python.version", null, "python.version must be a minor version, such as 3.11; it is none."],
    ["base.image", "", "base.image must be the name of an image, such as python:3.11-slim-bookworm; it is empty."],
    [
      "base.image",
      "python:3.11\nRUN evil",
      "base.image must be the name of an image, such as python:3.11-slim-bookworm; it is python:3.11\nRUN evil.",
    ],
    ["application.kind", "daemon", "application.kind must be one of web, worker, cli, job, library; it is daemon."],
    ["services.db.memory", "lots", "services.db.memory must be an amount of memory, such as 512M or 1G; it is lots."],
    [
      "report.folder",
      "../elsewhere",
      "report.folder must be a folder inside the analysed one, such as docs; it is ../elsewhere.",
    ],
    ["gpu.variant", "perhaps", "gpu.variant must be yes or no; it is perhaps."],
    ["platforms", ["linux/amd64", "arm"], "platforms must be platforms, such as linux/amd64; it is linux/amd64 arm."],
  ];
  for (const [key, value, message] of wrong) {
    it(`is refused: ${key} = ${JSON.stringify(value)}`, () => assert.equal(decisionFault(key, value), message));
  }

  it("is taken in every way that it may be written", () => {
    for (const [key, value] of [
      ["web.port", "8080"],
      ["api/web.port", 8080],
      ["web.health", "none"],
      ["web.health", "/healthz"],
      ["time.zone", null],
      ["resources.cpus", "none"],
      ["base.image", `python:3.11-slim@sha256:${"0".repeat(64)}`],
      ["web.command", "gunicorn 'a b'"],
      ["environment.LOG_LEVEL", ""],
      ["services", "[db, redis]"],
      ["gpu.variant", "off"],
      ["compose.restart", "on-failure:3"],
    ] as const)
      assert.equal(decisionFault(key, value), null, key);
  });

  it("is a list where the plan has one", () => {
    assert.deepEqual(typedDecision("services", "[db, redis]"), ["db", "redis"]);
    assert.deepEqual(typedDecision("web.command", "sh -c 'a b'"), ["sh", "-c", "a b"]);
    assert.deepEqual(typedDecision("api/platforms", null), []);
    assert.equal(typedDecision("environment.X", "[a]"), "[a]");
    assert.equal(typedDecision("web.port", 80), 80);
  });
});
