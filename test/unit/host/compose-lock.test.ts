import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { releaseStaleLock } from "../../../src/host/compose-lock";

describe("releaseStaleLock", () => {
  let folder: string;
  let lock: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lock-"));
    lock = join(folder, "shop.pid");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("takes away the mark of a number that another program has now", async () => {
    const other = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"]);
    const id = other.pid ?? 0;
    try {
      writeFileSync(lock, String(id));
      assert.equal(await releaseStaleLock("shop", id, [join(folder, "none"), folder]), true);
      assert.equal(existsSync(lock), false);
    } finally {
      other.kill();
    }
  });

  const kept: readonly [string, string, string | null][] = [
    ["a Compose that runs", "4777", "/usr/libexec/docker/cli-plugins/docker-compose\0compose\0watch\0"],
    ["a process that cannot be told", "4777", null],
    ["a kernel's thread, which has no words", "4777", ""],
    ["another number", "4778", "/usr/bin/sshd\0"],
  ];
  for (const [title, text, words] of kept) {
    it(`leaves the mark of ${title}`, async () => {
      writeFileSync(lock, text);
      assert.equal(await releaseStaleLock("shop", 4777, [folder], () => Promise.resolve(words)), false);
      assert.equal(existsSync(lock), true);
    });
  }
});
