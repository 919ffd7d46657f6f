import assert from "node:assert/strict";
import { proposeResources } from "../../../src/app/propose-resources";
import { memoryFiles } from "../../kit/memory-files";
import { idleService, sampleVerification } from "../../kit/samples";
import type { Verification } from "../../../src/model/verification";

function measured(workers: number | null): Verification {
  const service = idleService("web", { memoryBytes: 268_435_456, cpus: 1, workers });
  return { ...sampleVerification(), services: [service] };
}

const compose = "services:\n  web:\n    build: .\n";

describe("suggested resources", () => {
  const texts = async (dockerfile: string, workers: number | null): Promise<Readonly<Record<string, string>>> => {
    const { files } = await proposeResources(
      memoryFiles({ "compose.yaml": compose, Dockerfile: dockerfile }),
      measured(workers),
    );
    return Object.fromEntries(files.map(({ path, text }) => [path, text]));
  };

  it("change the number where the Dockerfile's start command names it", async () => {
    const found = await texts('FROM python:3.11\nCMD ["gunicorn", "-w", "8", "wsgi:app"]\n', 3);
    assert.equal(found["Dockerfile"], 'FROM python:3.11\nCMD ["gunicorn", "-w", "3", "wsgi:app"]\n');
    assert.match(found["compose.yaml"] ?? "", /memory: 256M/);
    assert.doesNotMatch(found["compose.yaml"] ?? "", /WEB_CONCURRENCY/);
  });

  it("set the variable where no command names a number", async () => {
    const found = await texts("FROM python:3.11\nCMD gunicorn wsgi:app\n", 3);
    assert.deepEqual(Object.keys(found), ["compose.yaml"]);
    assert.match(found["compose.yaml"] ?? "", / {4}environment:\n {6}WEB_CONCURRENCY: "3"\n/);
  });

  it("change the number in the image's environment, where it stands", async () => {
    const found = await texts("FROM python:3.11\nENV A=b \\\n    WEB_CONCURRENCY=8\nCMD gunicorn wsgi:app\n", 3);
    assert.equal(found["Dockerfile"], "FROM python:3.11\nENV A=b \\\n    WEB_CONCURRENCY=3\nCMD gunicorn wsgi:app\n");
    assert.doesNotMatch(found["compose.yaml"] ?? "", /WEB_CONCURRENCY/);
  });

  it("leave the number alone where none was measured", async () => {
    const found = await texts('FROM python:3.11\nCMD ["gunicorn", "-w", "8", "wsgi:app"]\n', null);
    assert.deepEqual(Object.keys(found), ["compose.yaml"]);
    assert.doesNotMatch(found["compose.yaml"] ?? "", /WEB_CONCURRENCY/);
  });
});
