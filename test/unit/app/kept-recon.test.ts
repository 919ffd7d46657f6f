import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { cachedRecon } from "../../../src/app/kept-recon";
import { blockingNodeFiles } from "../../../src/host/node-files";
import type { ReadReconOptions } from "../../../src/recon/read-recon";
import { readRecon } from "../../../src/recon/read-recon";
import { NO_SETTINGS } from "../../../src/settings/settings";

describe("recon kept from one run to the next", () => {
  let base: string;
  let root: string;
  beforeEach(() => {
    base = fs.mkdtempSync(path.join(os.tmpdir(), "drydock-kept-"));
    root = path.join(base, "project");
    fs.cpSync("test/workspaces/django-celery-redis", root, { recursive: true });
  });
  afterEach(() => {
    fs.rmSync(base, { recursive: true, force: true });
  });

  const run = async (given: Partial<ReadReconOptions> = {}, cacheFolder = path.join(base, "cache")) => {
    const options = { name: "w", ...given };
    const { recon, isKept, save } = await cachedRecon(blockingNodeFiles(root), cacheFolder, options, readRecon);
    save();
    return { isKept, recon };
  };
  const worked = () => readRecon(blockingNodeFiles(root), { name: "w" });
  const settings = "shortener/settings.py";

  /** Changes a text and leaves size and time as they were. */
  const swap = (file: string, from: string, to: string) => {
    const absolute = path.join(root, file);
    const before = fs.readFileSync(absolute, "utf8");
    const { atime, mtime } = fs.statSync(absolute);
    assert.ok(before.includes(from) && from.length === to.length);
    fs.writeFileSync(absolute, before.replace(from, to));
    fs.utimesSync(absolute, atime, mtime);
  };

  it("gives the same answer for a folder that is as it was, whenever its files were written", async () => {
    const first = await run();
    assert.equal(first.isKept, false);
    fs.utimesSync(path.join(root, "manage.py"), new Date(), new Date());
    const second = await run();
    assert.equal(second.isKept, true);
    assert.deepEqual({ ...second.recon, timings: null }, { ...first.recon, timings: null });
    assert.equal(second.recon.timings.files, first.recon.timings.files);
    assert.equal(second.recon.timings.detectMs, 0);
  });

  const changes: readonly (readonly [what: string, change: () => void])[] = [
    ["a file of the same size and time with another content", () => swap("manage.py", "django", "dyango")],
    ["a list of requirements with another content", () => swap("requirements.txt", "celery", "kelery")],
    ["a new file that holds nothing", () => fs.writeFileSync(path.join(root, "new.py"), "")],
    ["a file that is gone", () => fs.rmSync(path.join(root, "requirements.txt"))],
    ["a file that may be executed now", () => fs.chmodSync(path.join(root, "manage.py"), 0o755)],
    ["a folder that git ignores now", () => fs.writeFileSync(path.join(root, ".gitignore"), "/shortener/\n")],
  ];
  for (const [what, change] of changes)
    it(`works it out anew after ${what}`, async () => {
      fs.chmodSync(path.join(root, "manage.py"), 0o644);
      await run();
      change();
      const after = await run();
      assert.equal(after.isKept, false);
      assert.deepEqual({ ...after.recon, timings: null }, { ...(await worked()), timings: null });
    });

  it("tells what was asked apart", async () => {
    await run();
    const exclude = { ...NO_SETTINGS, recon: { ...NO_SETTINGS.recon, exclude: [settings] } };
    const { isKept, recon } = await run({ settings: exclude });
    assert.equal(isKept, false);
    assert.ok(recon.modules.every(module => module.path !== settings));
  });

  it("keeps nothing in the folder itself, and does without a file that is damaged", async () => {
    await run({}, path.join(root, ".cache"));
    assert.equal(fs.existsSync(path.join(root, ".cache")), false);
    await run();
    const folder = path.join(base, "cache", "recon");
    for (const name of fs.readdirSync(folder)) fs.writeFileSync(path.join(folder, name), "drydock values 1\nnonsense");
    assert.equal((await run()).isKept, false);
    assert.equal((await run()).isKept, true);
  });
});
