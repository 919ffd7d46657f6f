import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { openFactsCache } from "../../../src/app/facts-cache";
import { nodeFiles } from "../../../src/host/node-files";
import { readRecon } from "../../../src/recon/read-recon";

describe("facts kept from one run to the next", () => {
  const root = path.resolve("test/workspaces/django-celery-redis");
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "drydock-facts-"));
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it("gives the same recon without scanning anything", async () => {
    const read = async () => {
      const kept = openFactsCache(folder, root);
      assert.ok(kept);
      let scanned = 0;
      const { timings, ...recon } = await readRecon(nodeFiles(root), {
        name: "w",
        cache: {
          get: kept.cache.get.bind(kept.cache),
          set: (key, facts) => {
            scanned++;
            kept.cache.set(key, facts);
          },
        },
        hash: kept.hash,
      });
      kept.save();
      return { recon, scanned, bytes: timings.bytes };
    };
    const first = await read();
    const second = await read();
    assert.ok(first.scanned > 5);
    assert.equal(second.scanned, 0);
    assert.deepEqual(second.recon, first.recon);
  });

  it("is not kept inside the folder itself", () => {
    assert.equal(openFactsCache(path.join(root, ".cache"), root), null);
    assert.equal(openFactsCache(root, root), null);
    assert.notEqual(openFactsCache(`${root}-beside`, root), null);
  });
});
