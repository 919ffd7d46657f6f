import assert from "node:assert/strict";
import { ownComposeReader } from "../../../src/app/own-compose";
import type { Recon } from "../../../src/model/recon";
import { NO_SETTINGS } from "../../../src/settings/settings";
import { openWorkspace } from "../../../src/workspace/workspace";
import { memoryFiles } from "../../kit/memory-files";
import { entryPoint, recon } from "../scaffold/recon-kit";

const TEXTS = {
  "docker/Dockerfile": 'FROM python:3.13\nENTRYPOINT ["docker/run.sh"]\n',
  "docker/run.sh": "exec gunicorn app:app\n",
  "docker/compose.yaml": "services:\n  web:\n    build: { context: .., dockerfile: docker/Dockerfile }\n",
};

describe("the Compose file elsewhere that runs a folder's project", () => {
  const read = (composeFiles: readonly string[]): Recon => {
    const base = recon({ entryPoints: [entryPoint("wsgi", "app:app", "gunicorn app:app")] });
    return { ...base, docker: { ...base.docker, composeFiles } };
  };

  it("is looked for once for each reading, and only where there is a Compose file", async () => {
    let opened = 0;
    const own = ownComposeReader(async () => {
      opened++;
      return { workspace: await openWorkspace("shop", memoryFiles(TEXTS)), settings: NO_SETTINGS };
    });
    assert.equal(await own("/shop", undefined), null);
    assert.equal(await own("/shop", read([])), null);
    assert.equal(opened, 0);
    const known = read(["docker/compose.yaml"]);
    assert.deepEqual(await Promise.all([own("/shop", known), own("/shop", known)]), [
      "docker/compose.yaml",
      "docker/compose.yaml",
    ]);
    assert.equal(opened, 1);
    // Settings or a README may have changed, by which it goes as well.
    await own("/shop", { ...known });
    assert.equal(opened, 2);
  });

  it("is looked for again where the folder could not be read", async () => {
    let isThere = false;
    const own = ownComposeReader(async () => {
      if (!isThere) throw new Error("not there");
      return { workspace: await openWorkspace("shop", memoryFiles(TEXTS)), settings: NO_SETTINGS };
    });
    const known = read(["docker/compose.yaml"]);
    await assert.rejects(own("/shop", known), /not there/);
    isThere = true;
    assert.equal(await own("/shop", known), "docker/compose.yaml");
  });
});
